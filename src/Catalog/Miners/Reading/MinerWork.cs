namespace BloxOs.Catalog.Miners.Reading;

/// <summary>What a miner does with one algorithm.</summary>
public sealed record MinerWork
{
    /// <summary>Id of the catalogue; an algorithm that is not known keeps the miner's name for it, in lower case. Null when the miner does not tell.</summary>
    public string? Algorithm { get; init; }

    /// <summary>All devices together, hashes per second; null while nothing is measured yet.</summary>
    public double? Hashrate { get; init; }

    /// <summary>Shares of all devices.</summary>
    public MinerShares Shares { get; init; }

    /// <summary>Host and port of the pool in use.</summary>
    public string? Pool { get; init; }

    /// <summary>Difficulty of a share.</summary>
    public double? Difficulty { get; init; }

    /// <summary>Processor threads that work.</summary>
    public int? CpuThreads { get; init; }

    /// <summary>Per card, in the miner's order.</summary>
    public IReadOnlyList<MinerGpuWork> Gpus { get; init; } = [];

    /// <summary>The name alone: there is no room for printing what nobody reads.</summary>
    public override string ToString() => nameof(MinerWork);
}
