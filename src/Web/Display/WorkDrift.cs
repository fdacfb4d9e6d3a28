using System.Globalization;
using BloxOs.Catalog.Algorithms;
using BloxOs.Catalog.Miners;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>Compares what a rig is to do with what it does.</summary>
internal static class WorkDrift
{
    /// <summary>Every difference that can be told; none while nothing is wanted, or while the rig has not said what it made of it.</summary>
    public static IReadOnlyList<DriftLine> Of(RigOrders orders, RigStats stats)
    {
        if (orders.Wanted.Miners is not { } wanted || orders.Applied is not { } applied) { return []; }
        var lines = new List<DriftLine>();
        if (applied.Revision != orders.Wanted.Revision) { lines.Add(new("revision", Number(orders.Wanted.Revision), Number(applied.Revision), applied.Refused)); }
        var there = applied.Miners.DistinctBy(static m => m.Name).ToDictionary(static m => m.Name, StringComparer.Ordinal);
        foreach (var miner in wanted) { lines.AddRange(Of(miner, there.GetValueOrDefault(miner.Name), orders.Wanted.Maintenance)); }
        foreach (var miner in wanted.Where(miner => miner.Enabled && IsAlone(wanted, miner))) { lines.AddRange(Reported(miner, stats)); }
        lines.AddRange(Strangers(wanted, stats));
        lines.AddRange(applied.Miners.Where(miner => miner.Phase == MinerPhase.Running && wanted.All(w => w.Name != miner.Name)).Select(static miner => new DriftLine(miner.Name, null, "runs")));
        return lines;
    }

    static IEnumerable<DriftLine> Of(WantedMiner wanted, AppliedMiner? there, bool maintenance)
    {
        bool runs = there?.Phase == MinerPhase.Running;
        if (wanted.Enabled && !runs && !(maintenance && there?.Phase == MinerPhase.Held)) { yield return new(wanted.Name, "runs", there is null ? null : MinerRow.Title(there.Phase), there?.Reason); }
        if (!wanted.Enabled && runs) { yield return new(wanted.Name, "off", "runs"); }
        if (there is { Quarantined.IsDefaultOrEmpty: false }) { yield return new($"cards of {wanted.Name}", "all that are wanted", "without " + string.Join(", ", there.Quarantined), "they made trouble"); }
    }

    /// <summary>A sample names the program, not the instance: with two of one program it cannot be told whose work it is.</summary>
    static bool IsAlone(IEnumerable<WantedMiner> wanted, WantedMiner miner) => wanted.Count(other => other.Enabled && other.Miner == miner.Miner) == 1;

    /// <summary>What its miner reports is on another algorithm or pool.</summary>
    static IEnumerable<DriftLine> Reported(WantedMiner wanted, RigStats stats)
    {
        string title = MinerCatalog.Find(wanted.Miner)?.Title ?? wanted.Miner;
        var works = stats.Work.Where(work => string.Equals(work.Miner, title, StringComparison.OrdinalIgnoreCase) && work.Algorithm is not null).ToList();
        if (works.Count == 0) { yield break; }
        string[] want = [.. wanted.Algorithms.Select(static a => AlgorithmCatalog.Get(a.Algorithm).Id).Order(StringComparer.Ordinal)];
        string[] real = [.. works.Select(static w => AlgorithmCatalog.Get(w.Algorithm).Id).Distinct().Order(StringComparer.Ordinal)];
        if (!want.SequenceEqual(real)) { yield return new($"algorithm of {wanted.Name}", Titles(want), Titles(real)); }
        foreach (var algorithm in wanted.Algorithms.Where(static a => a.Pools.Length > 0))
        {
            string? pool = works.FirstOrDefault(w => AlgorithmCatalog.Get(w.Algorithm).Id == AlgorithmCatalog.Get(algorithm.Algorithm).Id)?.Pool;
            if (string.IsNullOrWhiteSpace(pool)) { continue; }
            int at = algorithm.Pools.ToList().FindIndex(p => pool.Contains(p.Host, StringComparison.OrdinalIgnoreCase));
            if (at != 0) { yield return new($"pool of {wanted.Name}", $"{algorithm.Pools[0].Host}:{Number(algorithm.Pools[0].Port)}", pool, at < 0 ? "none of those that are wanted" : "one further down its list"); }
        }
    }

    /// <summary>Programs that mine there and that nobody wants there: started by hand, left over, or by somebody else. The agent reads every miner that runs, not only its own.</summary>
    static IEnumerable<DriftLine> Strangers(IEnumerable<WantedMiner> wanted, RigStats stats)
    {
        var titles = wanted.Select(static miner => MinerCatalog.Find(miner.Miner)?.Title ?? miner.Miner).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return stats.Work.Where(work => !string.IsNullOrWhiteSpace(work.Miner) && !titles.Contains(work.Miner)).GroupBy(static work => work.Miner!, StringComparer.OrdinalIgnoreCase)
            .Select(static all => new DriftLine(all.Key, null, all.All(static work => work.Algorithm is null) ? "runs" : "mines " + Titles(all.Select(static work => work.Algorithm).OfType<string>().Distinct(StringComparer.Ordinal))));
    }

    static string Titles(IEnumerable<string> ids) => string.Join(" + ", ids.Select(static id => AlgorithmCatalog.Get(id).Title));

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
