using System.Collections.Immutable;

namespace BloxOs.Grains.Commands;

/// <summary>What a rig was told, and what it made of it.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-orders")]
public sealed record RigOrders
{
    /// <summary>Its commands, newest first.</summary>
    [Id(0)] public ImmutableArray<RigCommand> Commands { get; init; } = [];

    /// <summary>What it is to do.</summary>
    [Id(1)] public WantedWork Wanted { get; init; } = WantedWork.None;

    /// <summary>What it made of that; null while it has not said.</summary>
    [Id(2)] public AppliedWork? Applied { get; init; }

    /// <summary>Its agent is connected and of a version that takes no orders.</summary>
    [Id(3)] public bool TooOld { get; init; }
}
