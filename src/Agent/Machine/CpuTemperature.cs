using System.Globalization;

namespace BloxOs.Agent.Machine;

/// <summary>The processor's temperature, from hwmon or else from a thermal zone.</summary>
internal sealed class CpuTemperature(SystemRoots roots)
{
    static readonly string[] Drivers = ["k10temp", "zenpower", "coretemp", "cpu_thermal"];
    static readonly string[] Labels = ["Tdie", "Tctl", "Package id 0"];
    static readonly string[] Zones = ["x86_pkg_temp", "cpu-thermal", "cpu_thermal", "soc-thermal"];

    /// <summary>°C, or null when the rig does not tell.</summary>
    public double? Read() => FromHwmon() ?? FromZone();

    double? FromHwmon()
    {
        foreach (string sensor in SystemFile.Directories(Path.Combine(roots.Sys, "class/hwmon")))
        {
            if (!Drivers.Contains(SystemFile.Line(Path.Combine(sensor, "name")))) { continue; }
            string[] inputs = [.. SystemFile.Files(sensor, "temp*_input")];
            // The real temperature of the die is better than the one offset for fan curves, and any is better than none.
            var ranked = inputs.OrderBy(i => Rank(SystemFile.Line(i.Replace("_input", "_label", StringComparison.Ordinal))));
            foreach (string input in ranked)
            {
                if (Celsius(SystemFile.Line(input)) is { } celsius) { return celsius; }
            }
        }
        return null;
    }

    double? FromZone()
    {
        foreach (string zone in SystemFile.Directories(Path.Combine(roots.Sys, "class/thermal")))
        {
            if (Zones.Contains(SystemFile.Line(Path.Combine(zone, "type"))) && Celsius(SystemFile.Line(Path.Combine(zone, "temp"))) is { } celsius)
            {
                return celsius;
            }
        }
        return null;
    }

    static int Rank(string? label) => label is not null && Array.IndexOf(Labels, label) is >= 0 and var rank ? rank : Labels.Length;

    static double? Celsius(string? thousandths) =>
        long.TryParse(thousandths, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value is > -50_000 and < 150_000
            ? value / 1000.0
            : null;
}
