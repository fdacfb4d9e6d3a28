namespace BloxOs.Catalog.Miners.Launching;

/// <summary>What one miner instance is to do. Comes from a server and is checked like any input.</summary>
public sealed record MinerLaunch
{
    /// <summary>Name of the instance on this rig: letters, digits, <c>-</c> and <c>_</c>, at most 64.</summary>
    public required string Instance { get; init; }

    /// <summary>One algorithm, or two and more for miners that can do so at the same time. The first is the main one.</summary>
    public required IReadOnlyList<MinerTask> Tasks { get; init; }

    /// <summary>Cards to use. Null: all that the miner finds. Empty: none, the processor only.</summary>
    public IReadOnlyList<MinerDevice>? Devices { get; init; }

    /// <summary>Processor threads to use. Null: as the miner decides. 0: none.</summary>
    public int? CpuThreads { get; init; }

    /// <summary>Further arguments, one a piece, from the miner's list of allowed flags; <c>ExtraArguments.Check</c> splits what a person typed.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];

    /// <summary>Absolute path of a folder that the miner may write to: its working directory, and where configuration files lie.</summary>
    public required string WorkDirectory { get; init; }

    /// <summary>It holds passwords of pools: never printed.</summary>
    public override string ToString() => nameof(MinerLaunch);
}
