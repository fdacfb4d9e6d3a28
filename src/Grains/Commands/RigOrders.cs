using System.Collections.Immutable;

namespace BloxOs.Grains.Commands;

/// <summary>What a rig was told, and what it made of it.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-orders")]
public sealed record RigOrders
{
    /// <summary>Its commands, newest first; long outputs are left out (<see cref="RigCommand.OutputLeftOut"/>).</summary>
    [Id(0)] public ImmutableArray<RigCommand> Commands { get; init; } = [];

    /// <summary>What it is to do.</summary>
    [Id(1)] public WantedWork Wanted { get; init; } = WantedWork.None;

    /// <summary>What it made of that; null while it has not said.</summary>
    [Id(2)] public AppliedWork? Applied { get; init; }

    /// <summary>Its agent is connected and of a version that takes no orders.</summary>
    [Id(3)] public bool TooOld { get; init; }

    /// <summary>What is wanted is not sent to the rig, which goes on with what it was told before: why, in a sentence.</summary>
    [Id(4)] public string? HeldBack { get; init; }
}
