using System.Globalization;
using BloxOs.Agent.Recovery.Heat;
using BloxOs.Protocol;

namespace BloxOs.Agent.Recovery;

/// <summary>What is in force of the server's settings, those of the rig's own file and the limits that are compiled in.</summary>
internal sealed record RecoveryPolicy
{
    /// <summary>More reboots in 6 hours than this are never allowed.</summary>
    public const int RebootsCeiling = 6;

    /// <summary>Reboots in 6 hours without a setting.</summary>
    public const int RebootsDefault = 3;

    /// <summary>Percent of the usual hashrate without a setting.</summary>
    public const double LowHashrateDefault = 75;

    /// <summary>Without any setting.</summary>
    public static RecoveryPolicy Default { get; } = new();

    /// <summary>False: faults are reported, nothing is done. The guard against heat works all the same.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Reboots that the rig may give itself in 6 hours; 0 for none.</summary>
    public int RebootsInSixHours { get; init; } = RebootsDefault;

    /// <summary>Percent of the learned hashrate below which a miner is faulty.</summary>
    public double LowHashratePercent { get; init; } = LowHashrateDefault;

    /// <summary>Limits of the guard against heat.</summary>
    public HeatLimits Heat { get; init; } = HeatLimits.Default;

    /// <summary>There is a command that loads the drivers of the cards anew.</summary>
    public bool CanReloadDriver { get; init; }

    /// <summary>
    /// Brings everything together. Of the server's and the rig's own setting the more careful one counts; what is outside the compiled limits
    /// becomes the nearest inside and is told to <paramref name="clamped"/>.
    /// </summary>
    public static RecoveryPolicy From(RecoverySettings? server, LocalRecovery local, Action<string> clamped)
    {
        double Clamp(string what, double value, double low, double high)
        {
            if (value >= low && value <= high) { return value; }
            double inside = double.IsNaN(value) ? low : Math.Clamp(value, low, high);
            clamped(string.Create(CultureInfo.InvariantCulture, $"{what} of {value} is outside {low} to {high}: {inside} is used"));
            return inside;
        }
        double core = Lowest(HeatLimits.Default.CoreCelsius, server?.StopCoreCelsius, local.StopCoreCelsius);
        double memory = Lowest(HeatLimits.Default.MemoryCelsius, server?.StopMemoryCelsius, local.StopMemoryCelsius);
        memory = Clamp("a heat limit for memory", memory, HeatLimits.Floor, HeatLimits.MemoryCeiling);
        double reboots = Lowest(RebootsDefault, server?.RebootsInSixHours, local.RebootsInSixHours);
        return new()
        {
            Enabled = server?.Enabled != false && local.Enabled,
            RebootsInSixHours = (int)Clamp("a number of reboots in 6 hours", reboots, 0, RebootsCeiling),
            LowHashratePercent = Clamp("a percentage of the usual hashrate", server?.LowHashratePercent ?? LowHashrateDefault, 10, 95),
            // Hotspot and memory wear alike, and no card tells a limit for both.
            Heat = new(Clamp("a heat limit for the core", core, HeatLimits.Floor, HeatLimits.CoreCeiling), memory, memory),
            CanReloadDriver = local.DriverReload is not null,
        };
    }

    /// <summary>The lowest that was said; the default when nothing was. What is no number is the lowest of all.</summary>
    static double Lowest(double otherwise, double? one, double? other)
    {
        double[] said = [.. new[] { one, other }.Where(v => v is not null).Select(v => v!.Value)];
        return said.Length == 0 ? otherwise : said.Min();
    }

    /// <summary>The name alone: there is no room for printing what nobody reads.</summary>
    public override string ToString() => nameof(RecoveryPolicy);
}
