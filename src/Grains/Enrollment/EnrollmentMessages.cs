using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Enrollment;

/// <summary>A code with which new rigs join a farm by themselves.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.enrollment-code")]
public sealed record EnrollmentCode
{
    /// <summary>To revoke it by; opens nothing.</summary>
    [Id(0)] public required string CodeId { get; init; }

    /// <summary>Rigs that may join with it.</summary>
    [Id(1)] public int MaxUses { get; init; }

    /// <summary>Rigs that have.</summary>
    [Id(2)] public int Uses { get; init; }

    /// <summary>Who made it.</summary>
    [Id(3)] public required string ByUserId { get; init; }

    /// <summary>When.</summary>
    [Id(4)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when rigs may join with it.</summary>
    [Id(5)] public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>A code was made, or not.</summary>
/// <param name="Result">Done, NotFound or Refused.</param>
/// <param name="Text">The code itself, this once; null unless done.</param>
/// <param name="Code">Its terms; null unless done.</param>
[GenerateSerializer, Immutable, Alias("bloxos.enrollment-made")]
public sealed record EnrollmentMade([property: Id(0)] ChangeResult Result, [property: Id(1)] string? Text = null, [property: Id(2)] EnrollmentCode? Code = null)
{
    /// <summary>The result only, so that no log line holds the code.</summary>
    public override string ToString() => $"{Result}";
}

/// <summary>A rig joined.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-enrolled")]
public sealed record RigEnrolled([property: Id(0)] string RigId, [property: Id(1)] string Name, [property: Id(2)] string Token)
{
    /// <summary>The rig only, so that no log line holds the token.</summary>
    public override string ToString() => RigId;
}
