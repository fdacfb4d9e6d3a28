using System.Collections.Immutable;

namespace BloxOs.Grains.Farms;

/// <summary>Sums over the rigs of a farm. Speeds are per algorithm and never added across algorithms.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.farm-totals")]
public sealed record FarmTotals
{
    /// <summary>Of no rigs.</summary>
    public static FarmTotals None { get; } = new();

    /// <summary>Rigs.</summary>
    [Id(0)] public int Rigs { get; init; }

    /// <summary>Rigs with a connection.</summary>
    [Id(1)] public int RigsOnline { get; init; }

    /// <summary>Rigs that hash.</summary>
    [Id(2)] public int RigsMining { get; init; }

    /// <summary>Cards of all rigs.</summary>
    [Id(3)] public int Gpus { get; init; }

    /// <summary>Cards that report and are not dead, of rigs with a connection.</summary>
    [Id(4)] public int GpusOnline { get; init; }

    /// <summary>Power of all cards and processors that report one, watts; null when none does.</summary>
    [Id(5)] public double? PowerWatts { get; init; }

    /// <summary><see cref="PowerWatts"/> lacks cards, processors or whole rigs that tell none: at least so much is drawn.</summary>
    [Id(7)] public bool IsPowerPartial { get; init; }

    /// <summary>Per algorithm, the one with most rigs first.</summary>
    [Id(6)] public ImmutableArray<AlgorithmTotal> Algorithms { get; init; } = [];
}

/// <summary>All rigs of a farm on one algorithm.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.algorithm-total")]
public readonly record struct AlgorithmTotal([property: Id(0)] string Algorithm, [property: Id(1)] int Rigs, [property: Id(2)] double Hashrate);
