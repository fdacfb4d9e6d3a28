namespace BloxOs.Grains.Rigs;

/// <summary>What of a rig must survive. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.rig-state")]
internal sealed class RigState
{
    [Id(0)] public string FarmId { get; set; } = "";

    [Id(1)] public string Name { get; set; } = "";

    [Id(2)] public string[] Tags { get; set; } = [];

    [Id(3)] public DateTimeOffset CreatedAt { get; set; }

    /// <summary>SHA-256 of the token.</summary>
    [Id(4)] public byte[] TokenHash { get; set; } = [];

    /// <summary>As the agent last said, so that an offline rig still shows its cards.</summary>
    [Id(5)] public RigInventory Inventory { get; set; } = RigInventory.Empty;

    /// <summary>Written when the connection ends, not per message.</summary>
    [Id(6)] public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>Of what people set.</summary>
    [Id(7)] public long Version { get; set; }

    /// <summary>SHA-256 of a token that takes over as soon as the agent shows it.</summary>
    [Id(8)] public byte[]? NextTokenHash { get; set; }

    /// <summary>Until when it may.</summary>
    [Id(9)] public DateTimeOffset? NextTokenUntil { get; set; }

    /// <summary>The audit log says that it is offline.</summary>
    [Id(10)] public bool Away { get; set; }

    /// <summary>Bus ids of the cards that the audit log says are lost.</summary>
    [Id(11)] public string[] LostGpus { get; set; } = [];

    /// <summary>How the connection ended of which <see cref="LastSeenAt"/> is the end.</summary>
    [Id(12)] public RigEnding Ending { get; set; }

    /// <summary>Written when it changes, and when the connection ends.</summary>
    [Id(13)] public LastWork? LastWork { get; set; }
}
