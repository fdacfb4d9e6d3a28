using BloxOs.Grains.Farms;

namespace BloxOs.Web.Api;

/// <summary>A farm in a list.</summary>
/// <param name="Id">Opaque id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Level">How far this caller reaches there.</param>
internal sealed record FarmEntry(string Id, string Name, FarmLevel Level);

/// <summary>All rigs of a farm on one algorithm. Speeds of different algorithms are never added.</summary>
/// <param name="Algorithm">Id of the algorithm.</param>
/// <param name="Rigs">Rigs that hash it.</param>
/// <param name="Hashrate">Hashes per second.</param>
internal sealed record AlgorithmSum(string Algorithm, int Rigs, double Hashrate);

/// <summary>Sums over the rigs of a farm.</summary>
/// <param name="Rigs">Rigs.</param>
/// <param name="RigsOnline">Rigs with a connection.</param>
/// <param name="RigsMining">Rigs that hash.</param>
/// <param name="Gpus">Cards of all rigs.</param>
/// <param name="GpusOnline">Cards that answer, of rigs with a connection.</param>
/// <param name="PowerWatts">Power of all cards and processors that report one; null when none does.</param>
/// <param name="Algorithms">Per algorithm, the one with most rigs first.</param>
internal sealed record FarmSums(int Rigs, int RigsOnline, int RigsMining, int Gpus, int GpusOnline, double? PowerWatts, IReadOnlyList<AlgorithmSum> Algorithms)
{
    /// <summary>As the farm counts.</summary>
    public static FarmSums Of(FarmTotals totals) => new(
        totals.Rigs, totals.RigsOnline, totals.RigsMining, totals.Gpus, totals.GpusOnline, totals.PowerWatts,
        [.. totals.Algorithms.Select(static a => new AlgorithmSum(a.Algorithm, a.Rigs, a.Hashrate))]);
}

/// <summary>A farm.</summary>
/// <param name="Id">Opaque id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Level">How far this caller reaches there.</param>
/// <param name="Totals">Sums over its rigs.</param>
internal sealed record FarmAnswer(string Id, string Name, FarmLevel Level, FarmSums Totals);
