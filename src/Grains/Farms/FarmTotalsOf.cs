using System.Runtime.InteropServices;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Farms;

/// <summary>Adds up rigs. Only rigs with a connection count towards power and speed: old numbers are not news.</summary>
public static class FarmTotalsOf
{
    /// <summary>The sums over these rigs.</summary>
    public static FarmTotals Rigs(IEnumerable<RigView> rigs)
    {
        int all = 0, online = 0, mining = 0, gpus = 0, gpusOnline = 0;
        double? watts = null;
        var algorithms = new Dictionary<string, (int Rigs, double Hashrate)>(StringComparer.Ordinal);
        foreach (var rig in rigs)
        {
            all++;
            gpus += rig.Description.Inventory.Gpus.Length;
            if (rig.Reading.Status == RigStatus.Offline) { continue; }
            online++;
            if (rig.Reading.Status == RigStatus.Mining) { mining++; }
            var stats = rig.Reading.Stats;
            foreach (var gpu in stats.Gpus) { if (gpu.Fault is null) { gpusOnline++; } }
            if (stats.GpuPowerWatts is { } gpuWatts) { watts = (watts ?? 0) + gpuWatts; }
            if (stats.CpuWatts is { } cpuWatts) { watts = (watts ?? 0) + cpuWatts; }
            AddWork(algorithms, stats.Work);
        }
        return new()
        {
            Rigs = all,
            RigsOnline = online,
            RigsMining = mining,
            Gpus = gpus,
            GpusOnline = gpusOnline,
            PowerWatts = watts,
            Algorithms = [.. algorithms
                .Select(a => new AlgorithmTotal(a.Key, a.Value.Rigs, a.Value.Hashrate))
                .OrderByDescending(a => a.Rigs).ThenBy(a => a.Algorithm, StringComparer.Ordinal)],
        };
    }

    static void AddWork(Dictionary<string, (int Rigs, double Hashrate)> algorithms, WorkReading[] works)
    {
        for (int i = 0; i < works.Length; i++)
        {
            if (works[i] is not { Algorithm: { } algorithm, Hashrate: { } hashrate }) { continue; }
            ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(algorithms, algorithm, out _);
            bool counted = false;
            for (int before = 0; before < i; before++) { counted |= works[before] is { Hashrate: not null } w && w.Algorithm == algorithm; }
            total = (total.Rigs + (counted ? 0 : 1), total.Hashrate + hashrate);
        }
    }
}
