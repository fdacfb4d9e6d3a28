namespace BloxOs.Grains.Keys;

/// <summary>What of a key must survive. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.api-key-state")]
internal sealed class ApiKeyState
{
    [Id(0)] public string UserId { get; set; } = "";

    [Id(1)] public string Name { get; set; } = "";

    [Id(2)] public KeyScope Scope { get; set; }

    [Id(3)] public string[] FarmIds { get; set; } = [];

    /// <summary>SHA-256 of the text.</summary>
    [Id(4)] public byte[] Hash { get; set; } = [];

    [Id(5)] public DateTimeOffset CreatedAt { get; set; }

    [Id(6)] public DateTimeOffset? ExpiresAt { get; set; }

    [Id(7)] public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Keys from before there was this have it not.</summary>
    [Id(8)] public bool Wallets { get; set; }
}
