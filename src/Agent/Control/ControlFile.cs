namespace BloxOs.Agent.Control;

/// <summary>What the agent knows of its miners, as it lies on the disk.</summary>
internal sealed record ControlFile
{
    /// <summary>Format of this file.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Format in which it was written.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Every instance that is known, also one that is wanted no more and still runs.</summary>
    public IReadOnlyList<MinerRecord> Miners { get; init; } = [];

    /// <summary>Holds on all miners.</summary>
    public IReadOnlyList<MinerHold> Holds { get; init; } = [];

    /// <summary>True for one of this version in which nothing is missing.</summary>
    public static bool IsWhole(ControlFile file) =>
        file is { Version: CurrentVersion, Miners: not null, Holds: not null } && file.Holds.All(h => h is not null)
        && file.Miners.All(m => m is { Name: not null, Quarantined: not null, Holds: not null } && m.Holds.All(h => h is not null));
}
