namespace BloxOs.RigSim.Models;

/// <summary>One miner instance at one algorithm.</summary>
public sealed record WorkModel
{
    /// <summary>Tells instances on one rig apart; both algorithms of a dual miner have the same.</summary>
    public int Instance { get; init; }

    /// <summary>Name of the miner.</summary>
    public required string Miner { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>Algorithm id of the catalogue.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Coin.</summary>
    public required string Coin { get; init; }

    /// <summary>Invented pool, host and port.</summary>
    public required string Pool { get; init; }

    /// <summary>Part of a card's full speed that this work gets: 1 unless it is one of two.</summary>
    public double SpeedShare { get; init; } = 1;

    /// <summary>Indexes of the cards that do it; empty for processor mining.</summary>
    public IReadOnlyList<int> Cards { get; init; } = [];

    /// <summary>Processor threads that do it; null for cards.</summary>
    public int? CpuThreads { get; init; }
}
