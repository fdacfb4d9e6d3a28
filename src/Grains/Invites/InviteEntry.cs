using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Invites;

/// <summary>An invitation as its farm stores it.</summary>
[GenerateSerializer, Alias("bloxos.invite-entry")]
internal sealed class InviteEntry
{
    [Id(0)] public string InviteId { get; set; } = "";

    /// <summary>SHA-256 of the secret.</summary>
    [Id(1)] public byte[] TokenHash { get; set; } = [];

    [Id(2)] public FarmLevel Level { get; set; }

    [Id(3)] public string? Email { get; set; }

    [Id(4)] public string ByUserId { get; set; } = "";

    [Id(5)] public DateTimeOffset CreatedAt { get; set; }

    [Id(6)] public DateTimeOffset ExpiresAt { get; set; }

    public FarmInvite ToInvite() => new() { InviteId = InviteId, Level = Level, Email = Email, ByUserId = ByUserId, CreatedAt = CreatedAt, ExpiresAt = ExpiresAt };
}
