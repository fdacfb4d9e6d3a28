namespace BloxOs.Grains.Keys;

/// <summary>What of a family must survive. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.token-family-state")]
internal sealed class TokenFamilyState
{
    [Id(0)] public string UserId { get; set; } = "";

    [Id(1)] public string Mark { get; set; } = "";

    [Id(2)] public byte[] SecretHash { get; set; } = [];

    /// <summary>SHA-256 of the token that is good now.</summary>
    [Id(3)] public byte[] TokenHash { get; set; } = [];

    [Id(4)] public DateTimeOffset EnteredAt { get; set; }

    [Id(5)] public DateTimeOffset EndsAt { get; set; }
}
