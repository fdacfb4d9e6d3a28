using System.Globalization;
using BloxOs.Protocol;

namespace BloxOs.Agent.Gpus;

/// <summary>One <c>gpu</c> element: texts with units become numbers, everything that means "unknown" becomes absent.</summary>
internal static class NvidiaSmiCard
{
    static readonly string[] Faults = ["GPU is lost", "GPU requires reset", "Unknown Error", "ERR!"];

    /// <summary>Makes a card; null without a usable bus id.</summary>
    /// <param name="values">Texts by <c>block/element</c>; those of the power block, whatever its name, by <c>power/element</c>.</param>
    /// <param name="id">Attribute of the element.</param>
    /// <param name="driver">Driver version of the document.</param>
    public static GpuCard? Of(IReadOnlyDictionary<string, string> values, string? id, string? driver)
    {
        string? busId = PciAddress.Normalize(id) ?? PciAddress.Normalize(values.GetValueOrDefault("pci/pci_bus_id"));
        if (busId is null) { return null; }
        var inventory = new GpuInventory
        {
            BusId = busId,
            Vendor = "nvidia",
            Uuid = Text(values, "uuid"),
            Model = Text(values, "product_name"),
            MemoryBytes = Bytes(values.GetValueOrDefault("fb_memory_usage/total")),
            Vbios = Text(values, "vbios_version"),
            Driver = driver is null || IsUnknown(driver) ? null : driver,
            PowerLimitMinWatts = Number(values, "power/min_power_limit"),
            PowerLimitDefaultWatts = Number(values, "power/default_power_limit"),
            PowerLimitMaxWatts = Number(values, "power/max_power_limit"),
        };
        var stats = Readings(values);
        bool silent = stats == new GpuStats();
        return new(inventory, silent && Fault(values) is { } fault ? new() { Fault = fault } : stats);
    }

    static GpuStats Readings(IReadOnlyDictionary<string, string> values) => new()
    {
        CoreCelsius = Number(values, "temperature/gpu_temp"),
        MemoryCelsius = Number(values, "temperature/memory_temp"),
        FanPercent = Number(values, "fan_speed"),
        // Version 13 has no power_draw but two others; the instant one is what the older versions meant.
        PowerWatts = Number(values, "power/instant_power_draw") ?? Number(values, "power/power_draw") ?? Number(values, "power/average_power_draw"),
        PowerLimitWatts = Number(values, "power/current_power_limit") ?? Number(values, "power/enforced_power_limit") ?? Number(values, "power/power_limit"),
        CoreMegahertz = Number(values, "clocks/graphics_clock"),
        MemoryMegahertz = Number(values, "clocks/mem_clock"),
        UtilizationPercent = Number(values, "utilization/gpu_util"),
    };

    /// <summary>A card whose every reading is gone and that names an error is dead.</summary>
    static string? Fault(IReadOnlyDictionary<string, string> values) =>
        Faults.FirstOrDefault(f => values.Values.Any(v => v.Contains(f, StringComparison.OrdinalIgnoreCase)));

    static string? Text(IReadOnlyDictionary<string, string> values, string key) =>
        values.GetValueOrDefault(key) is { Length: > 0 } text && !IsUnknown(text) ? text : null;

    static bool IsUnknown(string text) =>
        text.StartsWith('[') || text is "N/A" or "" || Faults.Any(f => text.Contains(f, StringComparison.OrdinalIgnoreCase))
        || text.StartsWith("Not Supported", StringComparison.OrdinalIgnoreCase) || text.Contains("deprecated", StringComparison.OrdinalIgnoreCase);

    static double? Number(IReadOnlyDictionary<string, string> values, string key) => NumberOf(values.GetValueOrDefault(key));

    /// <summary>The number before the unit; a decimal comma is read as a point. Null when there is none.</summary>
    internal static double? NumberOf(string? text)
    {
        string? digits = text?.Trim().Split(' ', 2)[0];
        if (string.IsNullOrEmpty(digits)) { return null; }
        if (!digits.Contains('.', StringComparison.Ordinal)) { digits = digits.Replace(',', '.'); }
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return double.TryParse(digits, style, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
    }

    static long? Bytes(string? text)
    {
        if (NumberOf(text) is not ({ } number and >= 0 and < 1e9)) { return null; }
        double unit = text!.Trim().Split(' ') is [_, var name] ? name switch { "KiB" => 1024, "GiB" => 1 << 30, _ => 1 << 20 } : 1 << 20;
        return (long)(number * unit);
    }
}
