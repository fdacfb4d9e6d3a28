using System.Globalization;
using BloxOs.Agent.Recovery;
using BloxOs.Agent.Recovery.Heat;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Configuration;

/// <summary>Reads what the rig's own configuration says about recovery.</summary>
internal static class LocalRecoveryReader
{
    const string Recovery = "BLOXOS_RECOVERY", Reboots = "BLOXOS_RECOVERY_REBOOTS", Driver = "BLOXOS_DRIVER_RELOAD_COMMAND";
    const string Core = "BLOXOS_HEAT_CORE", Memory = "BLOXOS_HEAT_MEMORY";

    /// <summary>The settings.</summary>
    public static IReadOnlyList<string> Keys { get; } = [Recovery, Reboots, Core, Memory, Driver];

    /// <summary>Reads and checks them.</summary>
    /// <exception cref="ConfigurationException">One is wrong.</exception>
    public static LocalRecovery Read(IReadOnlyDictionary<string, string> values)
    {
        IReadOnlyList<string>? driver = null;
        if (values.GetValueOrDefault(Driver) is { Length: > 0 } command && !CommandWords.TrySplit(command, out driver))
        {
            throw new ConfigurationException($"{Driver} has a quote without its pair; allowed: a program and its arguments, words with blanks in quotes.");
        }
        return new()
        {
            Enabled = values.GetValueOrDefault(Recovery) switch
            {
                null or "" or "on" => true,
                "off" => false,
                _ => throw new ConfigurationException($"{Recovery} is wrong; allowed: on, off."),
            },
            RebootsInSixHours = (int?)Number(values, Reboots, 0, RecoveryPolicy.RebootsCeiling),
            StopCoreCelsius = Number(values, Core, (int)HeatLimits.Floor, (int)HeatLimits.CoreCeiling),
            StopMemoryCelsius = Number(values, Memory, (int)HeatLimits.Floor, (int)HeatLimits.MemoryCeiling),
            DriverReload = driver,
        };
    }

    static double? Number(IReadOnlyDictionary<string, string> values, string key, int low, int high)
    {
        if (values.GetValueOrDefault(key) is not { Length: > 0 } text) { return null; }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= low && number <= high
            ? number
            : throw new ConfigurationException($"{key} is wrong; allowed: a whole number from {low} to {high}.");
    }
}
