using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Agent.Miners;

/// <summary>One running miner and what it said when it was asked last.</summary>
/// <param name="Miner">What it is.</param>
/// <param name="ProcessId">Its process.</param>
internal sealed record MinerSnapshot(MinerDescriptor Miner, int ProcessId)
{
    /// <summary>Name of the instance that the agent looks after; null for a miner that others started.</summary>
    public string? Name { get; init; }

    /// <summary>What it said; null when it did not answer, or nothing that can be read.</summary>
    public MinerReading? Reading { get; init; }

    /// <summary>Times in a row that it did not answer; 0 when it did.</summary>
    public int Silent { get; init; }

    /// <summary>Seconds since its process started; null when that cannot be told.</summary>
    public long? AgeSeconds { get; init; }

    /// <summary>Bus ids of the cards that it may use; null when it is not known.</summary>
    public IReadOnlyList<string>? BusIds { get; init; }

    /// <summary>Bus ids of cards that it is started without, because they made trouble.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>What it is told to work on, algorithm and coin; used while it does not say so itself.</summary>
    public IReadOnlyList<(string? Algorithm, string? Coin)> Wanted { get; init; } = [];
}
