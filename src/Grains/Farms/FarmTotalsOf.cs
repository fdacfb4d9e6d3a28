using System.Runtime.InteropServices;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Farms;

/// <summary>Adds up rigs. Only rigs with a connection count towards power and speed: old numbers are not news.</summary>
public static class FarmTotalsOf
{
    /// <summary>The sums over these rigs.</summary>
    public static FarmTotals Rigs(IEnumerable<RigSums> rigs)
    {
        int all = 0, online = 0, mining = 0, gpus = 0, gpusOnline = 0;
        double? watts = null;
        bool partial = false;
        var algorithms = new Dictionary<string, (int Rigs, double Hashrate)>(StringComparer.Ordinal);
        foreach (var rig in rigs)
        {
            all++;
            gpus += rig.Gpus;
            if (rig.Status == RigStatus.Offline) { continue; }
            online++;
            if (rig.Status == RigStatus.Mining) { mining++; }
            gpusOnline += rig.GpusOnline;
            if (rig.Watts is { } rigWatts) { watts = (watts ?? 0) + rigWatts; }
            partial |= rig.Watts is null ? rig.Status != RigStatus.Online : rig.IsPowerPartial;   // one that has just come will tell in a moment
            foreach (var (algorithm, hashrate) in rig.Speeds)
            {
                ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(algorithms, algorithm, out _);
                total = (total.Rigs + 1, total.Hashrate + hashrate);
            }
        }
        return new()
        {
            Rigs = all,
            RigsOnline = online,
            RigsMining = mining,
            Gpus = gpus,
            GpusOnline = gpusOnline,
            PowerWatts = watts,
            IsPowerPartial = partial && watts is not null,
            Algorithms = [.. algorithms
                .Select(a => new AlgorithmTotal(a.Key, a.Value.Rigs, a.Value.Hashrate))
                .OrderByDescending(a => a.Rigs).ThenBy(a => a.Algorithm, StringComparer.Ordinal)],
        };
    }
}
