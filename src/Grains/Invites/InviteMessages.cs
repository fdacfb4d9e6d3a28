using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Invites;

/// <summary>Asks for an invitation.</summary>
/// <param name="Level">Viewer to owner.</param>
/// <param name="Email">The only address that may accept it, by <see cref="Users.EmailAddress.TryNormalise"/>; null: whoever has the link.</param>
/// <param name="Lifetime">A minute to <see cref="InviteBook.MaxLifetime"/>.</param>
/// <param name="ByUserId">Who invites.</param>
[GenerateSerializer, Immutable, Alias("bloxos.invite-request")]
public sealed record InviteRequest([property: Id(0)] FarmLevel Level, [property: Id(1)] string? Email, [property: Id(2)] TimeSpan Lifetime, [property: Id(3)] string ByUserId);

/// <summary>An invitation that nobody has accepted yet.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.farm-invite")]
public sealed record FarmInvite
{
    /// <summary>To revoke it by; opens nothing.</summary>
    [Id(0)] public required string InviteId { get; init; }

    /// <summary>What it gives.</summary>
    [Id(1)] public FarmLevel Level { get; init; }

    /// <summary>The only address that may accept it; null: whoever has the link.</summary>
    [Id(2)] public string? Email { get; init; }

    /// <summary>Who invited.</summary>
    [Id(3)] public required string ByUserId { get; init; }

    /// <summary>When.</summary>
    [Id(4)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it is good.</summary>
    [Id(5)] public DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>An invitation was made, or not.</summary>
/// <param name="Result">Done, NotFound or Refused.</param>
/// <param name="Token">The secret, this once; null unless done.</param>
/// <param name="Invite">The invitation; null unless done.</param>
[GenerateSerializer, Immutable, Alias("bloxos.invite-made")]
public sealed record InviteMade([property: Id(0)] ChangeResult Result, [property: Id(1)] string? Token = null, [property: Id(2)] FarmInvite? Invite = null)
{
    /// <summary>The result only, so that no log line holds the secret.</summary>
    public override string ToString() => $"{Result}";
}

/// <summary>What an invitation offers to whoever shows its secret.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.invite-offer")]
public sealed record InviteOffer([property: Id(0)] string FarmId, [property: Id(1)] string FarmName, [property: Id(2)] FarmInvite Invite);
