namespace BloxOs.Grains.Enrollment;

/// <summary>An enrollment code as its farm stores it.</summary>
[GenerateSerializer, Alias("bloxos.enrollment-entry")]
internal sealed class EnrollmentEntry
{
    [Id(0)] public string CodeId { get; set; } = "";

    /// <summary>SHA-256 of the code.</summary>
    [Id(1)] public byte[] CodeHash { get; set; } = [];

    [Id(2)] public int MaxUses { get; set; }

    [Id(3)] public string ByUserId { get; set; } = "";

    [Id(4)] public DateTimeOffset CreatedAt { get; set; }

    [Id(5)] public DateTimeOffset ExpiresAt { get; set; }

    [Id(6)] public List<EnrollmentUse> Uses { get; set; } = [];

    public EnrollmentCode ToCode() => new() { CodeId = CodeId, MaxUses = MaxUses, Uses = Uses.Count, ByUserId = ByUserId, CreatedAt = CreatedAt, ExpiresAt = ExpiresAt };
}

/// <summary>A rig that joined with a code.</summary>
[GenerateSerializer, Alias("bloxos.enrollment-use")]
internal sealed class EnrollmentUse
{
    /// <summary>SHA-256 of the secret by which the rig shows that it asks again.</summary>
    [Id(0)] public byte[] KeyHash { get; set; } = [];

    [Id(1)] public string RigId { get; set; } = "";

    [Id(2)] public DateTimeOffset At { get; set; }
}
