using BloxOs.Agent.Tools;
using BloxOs.Protocol;

namespace BloxOs.Agent.Gpus;

/// <summary>One card of <c>nvidia-smi</c>: texts with units become numbers, everything that means "unknown" becomes absent.</summary>
/// <remarks>The keys are the paths of the XML; where the text of <c>-q</c> has another, it stands behind.</remarks>
internal static class NvidiaSmiCard
{
    static readonly string[] Faults = ["GPU is lost", "GPU requires reset", "Unknown Error", "ERR!"];

    static readonly string[] Vital = ["temperature/gpu_temp", "temperature/gpu_current_temp", "power/instant_power_draw", "power/instantaneous_power_draw", "power/power_draw", "power/average_power_draw"];

    // In the order of the bits on the wire: name in the XML without its prefix, path in the text.
    static readonly (int Bit, string Xml, string Text)[] Reasons =
    [
        (1, "gpu_idle", "idle"), (2, "applications_clocks_setting", "applications_clocks_setting"), (4, "sw_power_cap", "sw_power_cap"), (8, "hw_slowdown", "hw_slowdown"),
        (16, "sync_boost", "sync_boost"), (32, "sw_thermal_slowdown", "sw_thermal_slowdown"), (64, "hw_thermal_slowdown", "hw_slowdown/hw_thermal_slowdown"),
        (128, "hw_power_brake_slowdown", "hw_slowdown/hw_power_brake_slowdown"), (256, "display_clocks_setting", "display_clock_setting"),
    ];

    /// <summary>Makes a card; null without a usable bus id.</summary>
    /// <param name="values">Texts by path; those of the power and throttle blocks under one name, whatever the version calls them.</param>
    /// <param name="id">Address that the card is listed under.</param>
    /// <param name="driver">Driver version of the document.</param>
    public static GpuCard? Of(IReadOnlyDictionary<string, string> values, string? id, string? driver)
    {
        string? busId = PciAddress.Normalize(id) ?? PciAddress.Normalize(values.GetValueOrDefault("pci/pci_bus_id"));
        if (busId is null) { return null; }
        var inventory = new GpuInventory
        {
            BusId = busId,
            Vendor = "nvidia",
            Uuid = Text(values, "uuid", "gpu_uuid"),
            Model = Text(values, "product_name"),
            MemoryBytes = Bytes(values.GetValueOrDefault("fb_memory_usage/total")),
            Board = BoardMaker.OfSubsystem(Text(values, "pci/pci_sub_system_id", "pci/sub_system_id")),
            PcieGenerationMax = Whole(values, "pci/pci_gpu_link_info/pcie_gen/max_link_gen", "pci/gpu_link_info/pcie_generation/max"),
            PcieWidthMax = Whole(values, "pci/pci_gpu_link_info/link_widths/max_link_width", "pci/gpu_link_info/link_width/max"),
            Vbios = Text(values, "vbios_version"),
            Driver = driver is null || IsUnknown(driver) ? null : driver,
            PowerLimitMinWatts = Number(values, "power/min_power_limit"),
            PowerLimitDefaultWatts = Number(values, "power/default_power_limit"),
            PowerLimitMaxWatts = Number(values, "power/max_power_limit"),
        };
        var stats = Readings(values);
        if (Fault(values, stats) is { } fault) { return new(inventory, new() { Fault = fault }); }
        return new(inventory, stats with
        {
            ThrottleReasons = ThrottleReasons(values),
            PcieGeneration = Whole(values, "pci/pci_gpu_link_info/pcie_gen/current_link_gen", "pci/gpu_link_info/pcie_generation/current"),
            PcieWidth = Whole(values, "pci/pci_gpu_link_info/link_widths/current_link_width", "pci/gpu_link_info/link_width/current"),
            PcieReplays = Whole(values, "pci/replay_counter", "pci/replays_since_reset"),
            EccCorrected = Sum(values, corrected: true),
            EccUncorrected = Sum(values, corrected: false),
        });
    }

    static GpuStats Readings(IReadOnlyDictionary<string, string> values) => new()
    {
        CoreCelsius = Number(values, "temperature/gpu_temp", "temperature/gpu_current_temp"),
        MemoryCelsius = Number(values, "temperature/memory_temp", "temperature/memory_current_temp"),
        FanPercent = Number(values, "fan_speed"),
        // Version 13 has no power_draw but two others; the instant one is what the older versions meant.
        PowerWatts = Number(values, "power/instant_power_draw", "power/instantaneous_power_draw", "power/power_draw", "power/average_power_draw"),
        PowerLimitWatts = Number(values, "power/current_power_limit", "power/enforced_power_limit", "power/power_limit"),
        CoreMegahertz = Number(values, "clocks/graphics_clock", "clocks/graphics"),
        MemoryMegahertz = Number(values, "clocks/mem_clock", "clocks/memory"),
        UtilizationPercent = Number(values, "utilization/gpu_util", "utilization/gpu"),
    };

    static int? ThrottleReasons(IReadOnlyDictionary<string, string> values)
    {
        int? all = null;
        foreach (var (bit, xml, text) in Reasons)
        {
            string? said = values.GetValueOrDefault("clocks_event_reasons/clocks_event_reason_" + xml)
                ?? values.GetValueOrDefault("clocks_event_reasons/clocks_throttle_reason_" + xml) ?? values.GetValueOrDefault("clocks_event_reasons/" + text);
            if (said is "Active" or "Not Active") { all = (all ?? 0) | (said == "Active" ? bit : 0); }
        }
        return all;
    }

    /// <summary>Errors since the driver was loaded; null when no counter tells.</summary>
    static long? Sum(IReadOnlyDictionary<string, string> values, bool corrected)
    {
        long? sum = null;
        foreach (var (key, text) in values)
        {
            if (!key.StartsWith("ecc_errors/volatile/", StringComparison.Ordinal)) { continue; }
            bool isUncorrected = key.Contains("uncorrectable", StringComparison.Ordinal) || key.EndsWith("double_bit/total", StringComparison.Ordinal);
            bool isCorrected = !isUncorrected && (key.EndsWith("_correctable", StringComparison.Ordinal) || key.EndsWith("single_bit/total", StringComparison.Ordinal));
            if ((corrected ? isCorrected : isUncorrected) && ToolNumber.Of(text) is >= 0 and < 1e15 and var count) { sum = (sum ?? 0) + (long)count; }
        }
        return sum;
    }

    /// <summary>
    /// A card that names an error and has no reading is dead, and so is one with the error in place of both its temperature and its power: limits and clocks the driver knows by itself.
    /// </summary>
    static string? Fault(IReadOnlyDictionary<string, string> values, GpuStats stats)
    {
        if (stats.CoreCelsius is not null || stats.PowerWatts is not null) { return null; }
        bool silent = stats with { PowerLimitWatts = null } == new GpuStats();
        return Array.Find(Faults, f => values.Any(v => (silent || Vital.Contains(v.Key)) && v.Value.Contains(f, StringComparison.OrdinalIgnoreCase)));
    }

    static string? Text(IReadOnlyDictionary<string, string> values, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (values.GetValueOrDefault(key) is { Length: > 0 } text && !IsUnknown(text)) { return text; }
        }
        return null;
    }

    internal static bool IsUnknown(string text) =>
        text.StartsWith('[') || text is "N/A" or "" || Faults.Any(f => text.Contains(f, StringComparison.OrdinalIgnoreCase))
        || text.StartsWith("Not Supported", StringComparison.OrdinalIgnoreCase) || text.Contains("deprecated", StringComparison.OrdinalIgnoreCase);

    static double? Number(IReadOnlyDictionary<string, string> values, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (ToolNumber.Of(values.GetValueOrDefault(key)) is { } number) { return number; }
        }
        return null;
    }

    static int? Whole(IReadOnlyDictionary<string, string> values, string xml, string text) =>
        ToolNumber.Of(values.GetValueOrDefault(xml) ?? values.GetValueOrDefault(text)) is >= 0 and <= int.MaxValue and var number ? (int)number : null;

    internal static long? Bytes(string? text)
    {
        if (ToolNumber.Of(text) is not ({ } number and >= 0 and < 1e9)) { return null; }
        double unit = text!.Trim().Split(' ') is [_, var name] ? name switch { "KiB" => 1024, "GiB" => 1 << 30, _ => 1 << 20 } : 1 << 20;
        return (long)(number * unit);
    }
}
