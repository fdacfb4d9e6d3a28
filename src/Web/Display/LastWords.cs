using System.Globalization;
using BloxOs.Catalog.Algorithms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>What a silent rig's last sample said.</summary>
internal static class LastWords
{
    const int MostNamed = 3;

    /// <summary>What was wrong, worst first: "GPU 5 is dead: Xid 79; GPU 3 is critical: memory 104 °C"; "" when nothing was or nothing is known.</summary>
    public static string Of(RigStats stats, HeatBands bands)
    {
        var found = Troubles(stats, bands).ToList();
        string named = string.Join("; ", found.Take(MostNamed));
        return found.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $"{named} and {found.Count - MostNamed} more") : named;
    }

    /// <summary>Each trouble of a sample in words, worst first.</summary>
    public static IEnumerable<string> Troubles(RigStats stats, HeatBands bands)
    {
        foreach (var gpu in stats.Gpus)
        {
            if (gpu.Fault is { } fault) { yield return string.Create(CultureInfo.InvariantCulture, $"GPU {gpu.Index} is dead: {fault}"); }
        }
        foreach (var band in (HeatBand[])[HeatBand.Critical, HeatBand.Hot])
        {
            foreach (var gpu in stats.Gpus)
            {
                var heat = bands.Of(gpu);
                if (!heat.Dead && heat.Worst == band) { yield return Warm(gpu, heat); }
            }
        }
        foreach (var work in stats.Work)
        {
            if (work.Hashrate == 0) { yield return "0 H/s on " + AlgorithmCatalog.Get(work.Algorithm).Title; }
        }
        if (new RigWork(stats).JudgedPercent is { } accepted && accepted < (double)bands.Accepted.Attention) { yield return $"{NumberText.Percent(accepted)} % of the shares accepted"; }
    }

    static string Warm(in GpuReading gpu, in GpuHeat heat) =>
        string.Create(CultureInfo.InvariantCulture, $"GPU {gpu.Index} is {heat.Worst.Css()}: {DecidingReading.Of(gpu, heat)?.Text}");
}
