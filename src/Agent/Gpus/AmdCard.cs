using System.Globalization;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Tools;
using BloxOs.Protocol;

namespace BloxOs.Agent.Gpus;

/// <summary>One AMD card from the files of its driver, GCN to RDNA 4 and APUs.</summary>
internal static class AmdCard
{
    /// <summary>Reads the card; null without a bus id.</summary>
    /// <param name="card">Folder <c>cardN</c>.</param>
    /// <param name="names">Names of models.</param>
    /// <param name="driverVersion">Of a driver that is not the kernel's own.</param>
    public static GpuCard? Read(string card, AmdNames names, string? driverVersion)
    {
        string device = Path.Combine(card, "device");
        string uevent = Path.Combine(device, "uevent");
        string? busId = PciAddress.Normalize(SystemFile.Value(uevent, "PCI_SLOT_NAME"));
        if (busId is null) { return null; }
        var sensors = Hwmon.Of(device, "amdgpu", "radeon");
        var stats = Readings(device, sensors);
        bool silent = sensors is not null && sensors.Has("temp1_input") && stats == new GpuStats() && !IsAsleep(device);
        return new(Inventory(device, uevent, busId, sensors, names, driverVersion), silent ? new() { Fault = "no sensor of the card answers" } : WithLink(device, stats));
    }

    static GpuInventory Inventory(string device, string uevent, string busId, Hwmon? sensors, AmdNames names, string? driverVersion)
    {
        string[] ids = (SystemFile.Value(uevent, "PCI_ID") ?? "").Split(':');
        string[] subsystem = (SystemFile.Value(uevent, "PCI_SUBSYS_ID") ?? "").Split(':');
        string? driver = SystemFile.Value(uevent, "DRIVER");
        var (slotGeneration, slotWidth) = (PcieLink.Of(Line(device, "max_link_speed")).Generation, Whole(Line(device, "max_link_width")));
        return new()
        {
            BusId = busId,
            Vendor = "amd",
            Model = Line(device, "product_name") ?? names.Of(Line(device, "device") ?? (ids.Length == 2 ? ids[1] : null), Line(device, "revision")),
            Uuid = Line(device, "unique_id") is { } unique && unique.AsSpan().IndexOfAnyExcept('0') >= 0 ? unique : null,
            MemoryBytes = Whole(Line(device, "mem_info_vram_total")) is > 0 and var bytes ? bytes : null,
            MemoryVendor = Line(device, "mem_info_vram_vendor") is { } vendor and not "unknown" ? vendor : null,
            Board = BoardMaker.OfVendor(Line(device, "subsystem_vendor") ?? subsystem[0]),
            PcieGenerationMax = slotGeneration,
            PcieWidthMax = slotWidth is > 0 and <= 32 ? (int)slotWidth : null,
            Vbios = Line(device, "vbios_version"),
            Driver = driver is null ? null : driverVersion is null || driver != "amdgpu" ? driver : $"{driver} {driverVersion}",
            PowerLimitMinWatts = sensors?.Watts("power1_cap_min"),
            PowerLimitDefaultWatts = sensors?.Watts("power1_cap_default"),
            PowerLimitMaxWatts = sensors?.Watts("power1_cap_max"),
        };
    }

    static GpuStats Readings(string device, Hwmon? sensors)
    {
        double? pwm = sensors?.Number("pwm1"), pwmMost = sensors?.Number("pwm1_max") ?? 255;
        return new()
        {
            CoreCelsius = sensors is null ? null : sensors.Celsius("edge") ?? (sensors.Has("temp1_label") ? null : sensors.CelsiusOf(1)),
            HotspotCelsius = sensors?.Celsius("junction"),
            // 0 is how the driver says that there is no sensor.
            MemoryCelsius = sensors?.Celsius("mem") is > 0 and var memory ? memory : null,
            FanPercent = pwm is >= 0 && pwmMost is > 0 && pwm <= pwmMost ? Math.Round(pwm.Value / pwmMost.Value * 100, 1) : null,
            FanRpm = sensors?.FanRpm,
            // Some kernels and chips have only one of them.
            PowerWatts = sensors?.Watts("power1_average") ?? sensors?.Watts("power1_input"),
            PowerLimitWatts = sensors?.Watts("power1_cap"),
            CoreMegahertz = Clock(sensors, "sclk", 1) ?? ToolNumber.Of(Current(Text(device, "pp_dpm_sclk"))),
            MemoryMegahertz = Clock(sensors, "mclk", 2) ?? ToolNumber.Of(Current(Text(device, "pp_dpm_mclk"))),
            UtilizationPercent = Whole(Line(device, "gpu_busy_percent")) is >= 0 and <= 100 and var busy ? busy : null,
        };
    }

    static GpuStats WithLink(string device, GpuStats stats)
    {
        // The card's own link is the one to the switch on it, always fast; the table of the power manager has the one to the board.
        var (generation, width) = PcieLink.Of(Current(Text(device, "pp_dpm_pcie")));
        var metrics = AmdGpuMetrics.Read(SystemFile.Bytes(Path.Combine(device, "gpu_metrics"), AmdGpuMetrics.MaximumBytes));
        var (corrected, uncorrected) = MemoryErrors(Text(device, "ras/umc_err_count"));
        return stats with
        {
            PcieGeneration = generation ?? PcieLink.Of(Line(device, "current_link_speed")).Generation,
            PcieWidth = width ?? (Whole(Line(device, "current_link_width")) is > 0 and <= 32 and var lanes ? (int)lanes : null),
            PcieReplays = Whole(Line(device, "pcie_replay_count")) is >= 0 and var replays ? replays : null,
            ThrottleReasons = metrics,
            EccCorrected = corrected,
            EccUncorrected = uncorrected,
        };
    }

    static double? Clock(Hwmon? sensors, string label, int usual)
    {
        if (sensors is null) { return null; }
        int? channel = sensors.Channel("freq", label) ?? (sensors.Has($"freq{usual}_label") ? null : usual);
        return channel is null ? null : sensors.Megahertz($"freq{channel}_input");
    }

    /// <summary>What the last line with a mark says behind its number; null when none is marked.</summary>
    internal static string? Current(string? table)
    {
        string? current = null;
        foreach (var range in (table ?? "").AsSpan().Split('\n'))
        {
            var line = table.AsSpan(range).TrimEnd();
            int colon = line.IndexOf(':');
            if (colon > 0 && line.EndsWith("*")) { current = line[(colon + 1)..^1].Trim().ToString(); }
        }
        return current;
    }

    /// <summary>"ue: 0", "ce: 0".</summary>
    static (long? Corrected, long? Uncorrected) MemoryErrors(string? text)
    {
        long? corrected = null, uncorrected = null;
        foreach (string line in text?.Split('\n', 8) ?? [])
        {
            if (line.StartsWith("ue:", StringComparison.Ordinal)) { uncorrected = Whole(line[3..].Trim()); }
            if (line.StartsWith("ce:", StringComparison.Ordinal)) { corrected = Whole(line[3..].Trim()); }
        }
        return (corrected, uncorrected);
    }

    static bool IsAsleep(string device) => Line(device, "power/runtime_status") is "suspended" or "suspending";

    static string? Line(string device, string file) => SystemFile.Line(Path.Combine(device, file));

    static string? Text(string device, string file) => SystemFile.Text(Path.Combine(device, file));

    static long? Whole(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
}
