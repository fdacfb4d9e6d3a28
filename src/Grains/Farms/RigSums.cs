using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Farms;

/// <summary>What one rig adds to its farm's sums.</summary>
/// <param name="Status">Its state.</param>
/// <param name="Gpus">Cards of its inventory.</param>
/// <param name="GpusOnline">Cards that answer.</param>
/// <param name="Watts">Cards and processor; null when neither tells.</param>
/// <param name="Speeds">Hashes per second by algorithm, each algorithm once.</param>
public sealed record RigSums(RigStatus Status, int Gpus, int GpusOnline, double? Watts, IReadOnlyList<(string Algorithm, double Hashrate)> Speeds)
{
    /// <summary><see cref="Watts"/> lacks a card or the processor.</summary>
    public bool IsPowerPartial { get; init; }

    /// <summary>Reads them off a rig.</summary>
    public static RigSums Of(RigView rig)
    {
        var stats = rig.Reading.Sample.Read();
        return new(rig.Reading.Status, rig.Description.Inventory.Gpus.Length, stats.Gpus.Count(g => g.Fault is null), stats.PowerWatts, SpeedsOf(stats.Work)) { IsPowerPartial = stats.IsPowerPartial };
    }

    static List<(string Algorithm, double Hashrate)> SpeedsOf(WorkReading[] works)
    {
        var speeds = new List<(string Algorithm, double Hashrate)>(works.Length);
        foreach (var work in works)
        {
            if (work is not { Algorithm: { } algorithm, Hashrate: { } hashrate }) { continue; }
            int at = speeds.FindIndex(s => s.Algorithm == algorithm);
            if (at < 0) { speeds.Add((algorithm, hashrate)); }
            else { speeds[at] = (algorithm, speeds[at].Hashrate + hashrate); }
        }
        return speeds;
    }
}
