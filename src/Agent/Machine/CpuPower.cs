using System.Globalization;

namespace BloxOs.Agent.Machine;

/// <summary>Power of the processor from its energy counters (RAPL): all packages together. Newer kernels let only root read them.</summary>
/// <param name="roots">Where the counters are.</param>
/// <param name="time">Clock between two readings.</param>
internal sealed class CpuPower(SystemRoots roots, TimeProvider time)
{
    readonly Dictionary<string, EnergyCounter> _packages = new(StringComparer.Ordinal);

    /// <summary>Watts since the reading before; null at the first one and where nothing tells.</summary>
    public double? Read()
    {
        double? sum = null;
        foreach (string zone in SystemFile.Directories(Path.Combine(roots.Sys, "class/powercap")))
        {
            // Sub-zones ("intel-rapl:0:0", core and memory) are part of their package, and "intel-rapl-mmio" counts it a second time.
            if (!Path.GetFileName(zone).StartsWith("intel-rapl:", StringComparison.Ordinal) || SystemFile.Line(Path.Combine(zone, "name"))?.StartsWith("package-", StringComparison.Ordinal) != true) { continue; }
            if (Number(zone, "energy_uj") is not { } energy) { continue; }
            if (!_packages.TryGetValue(zone, out var counter)) { _packages[zone] = counter = new(time); }
            if (counter.Watts(energy, Number(zone, "max_energy_range_uj")) is { } watts) { sum = (sum ?? 0) + watts; }
        }
        return sum;
    }

    static long? Number(string zone, string file) =>
        long.TryParse(SystemFile.Line(Path.Combine(zone, file)), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
}
