using System.Collections.Immutable;

namespace BloxOs.Grains.Rigs;

/// <summary>What changes rarely about a rig.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-description")]
public sealed record RigDescription
{
    /// <summary>Opaque id.</summary>
    [Id(0)] public required string RigId { get; init; }

    /// <summary>The farm it belongs to.</summary>
    [Id(1)] public required string FarmId { get; init; }

    /// <summary>Its name.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>Its tags.</summary>
    [Id(3)] public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>When it was added.</summary>
    [Id(4)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What it is made of.</summary>
    [Id(5)] public RigInventory Inventory { get; init; } = RigInventory.Empty;

    /// <summary>Counts up with each change that people make; a change of an older version is refused.</summary>
    [Id(6)] public long Version { get; init; }

    /// <summary>A new token waits until then for the agent to show it; null when none does.</summary>
    [Id(7)] public DateTimeOffset? NewTokenUntil { get; init; }

    /// <summary>Another machine that uses this rig's token; null when none does.</summary>
    [Id(8)] public RigRival? Rival { get; init; }

    /// <summary>What it ran when it last told of a miner; null when it never did. Of a rig whose sample is at hand that one is newer.</summary>
    [Id(9)] public LastWork? LastWork { get; init; }
}

/// <summary>A second machine with a rig's token, usually a copied disk. It is kept out.</summary>
/// <param name="HostName">What it calls itself.</param>
/// <param name="Address">Its first address in its own network.</param>
/// <param name="Since">When it was noticed.</param>
/// <param name="LastTriedAt">When it tried last.</param>
[GenerateSerializer, Immutable, Alias("bloxos.rig-rival")]
public sealed record RigRival(
    [property: Id(0)] string? HostName, [property: Id(1)] string? Address, [property: Id(2)] DateTimeOffset Since, [property: Id(3)] DateTimeOffset LastTriedAt);

/// <summary>What changes all the time about a rig.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-reading")]
public sealed record RigReading
{
    /// <summary>Opaque id.</summary>
    [Id(0)] public required string RigId { get; init; }

    /// <summary>State.</summary>
    [Id(1)] public RigStatus Status { get; init; }

    /// <summary>Since when it is in that state.</summary>
    [Id(2)] public DateTimeOffset StatusSince { get; init; }

    /// <summary>When the last message of the agent came; null for never.</summary>
    [Id(3)] public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>The last sample; after a restart of the server <see cref="RigSample.None"/> until the agent reports.</summary>
    [Id(4)] public RigSample Sample { get; init; } = RigSample.None;

    /// <summary>Since when the connection stands; null without one.</summary>
    [Id(5)] public DateTimeOffset? ConnectedAt { get; init; }

    /// <summary>The silo that holds the connection; null without one.</summary>
    [Id(6)] public SiloAddress? Silo { get; init; }

    /// <summary>Rises with every change: messages between silos can overtake each other, and the lower one is the older.</summary>
    [Id(7)] public long Version { get; init; }

    /// <summary>How the last connection ended; says nothing while one stands.</summary>
    [Id(8)] public RigEnding Ending { get; init; }
}

/// <summary>A rig as a page shows it.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-view")]
public sealed record RigView([property: Id(0)] RigDescription Description, [property: Id(1)] RigReading Reading)
{
    /// <summary>Opaque id.</summary>
    public string RigId => Description.RigId;
}
