using BloxOs.Agent.Tools;
using BloxOs.Protocol;

namespace BloxOs.Agent.Gpus;

/// <summary>Reads <c>amd-smi static</c> and <c>amd-smi metric</c>, as JSON or as indented text, alone or joined.</summary>
internal static class AmdSmi
{
    const double Mebibyte = 1024 * 1024;

    /// <summary>Cards of one or more answers; what one answer lacks another may have. Whole: no answer broke off.</summary>
    public static (IReadOnlyList<SmiCard> Cards, bool Whole) Read(params ReadOnlySpan<string> answers)
    {
        var joined = new SortedDictionary<int, Dictionary<string, string>>();
        bool whole = true;
        foreach (string answer in answers)
        {
            var (entities, complete) = SmiJson.Read(answer);
            if (entities.Count == 0) { (entities, complete) = AmdSmiText.Read(answer); }
            whole &= complete;
            foreach (var entity in entities)
            {
                if (!int.TryParse(entity.Values.GetValueOrDefault("gpu"), out int number) || number is < 0 or > 255) { continue; }
                if (!joined.TryGetValue(number, out var values)) { joined[number] = values = new(StringComparer.Ordinal); }
                foreach (var (key, value) in entity.Values) { values.TryAdd(key, value); }
            }
        }
        return ([.. joined.Select(c => Card(c.Key, c.Value))], whole);
    }

    static SmiCard Card(int number, Dictionary<string, string> v)
    {
        string? serial = Text(v, "asic/asic_serial") ?? Text(v, "uuid");
        var inventory = new GpuInventory
        {
            BusId = PciAddress.Normalize(Text(v, "bus/bdf") ?? Text(v, "bdf")),
            Vendor = "amd",
            Model = Closed(Text(v, "asic/market_name") ?? Text(v, "board/product_name")),
            Uuid = serial is null || serial.AsSpan().TrimStart("0x").IsEmpty || serial.StartsWith('<') ? null : serial,
            MemoryBytes = Bytes(v, "vram/size") ?? Bytes(v, "mem_usage/total_vram") ?? Bytes(v, "vram/vram_size_mb"),
            MemoryVendor = Text(v, "vram/vendor")?.ToLowerInvariant() ?? Text(v, "vram/vram_vendor")?.ToLowerInvariant(),
            Board = BoardMaker.OfVendor(Text(v, "asic/subvendor_id")),
            PcieWidthMax = Whole(v, "bus/max_pcie_width"),
            PcieGenerationMax = ToolNumber.Generation(Number(v, "bus/max_pcie_speed")),
            Vbios = Text(v, "vbios/part_number") ?? Text(v, "vbios/version") ?? Text(v, "ifwi/part_number") ?? Text(v, "ifwi/version"),
            Driver = Driver(Text(v, "driver/version") ?? Text(v, "driver/driver_version")),
            PowerLimitMinWatts = Number(v, "limit/min_power", "limit/ppt0/min_power_limit"),
            PowerLimitMaxWatts = Number(v, "limit/max_power", "limit/ppt0/max_power_limit"),
        };
        return new(number, inventory, Readings(v));
    }

    static GpuStats Readings(Dictionary<string, string> v) => new()
    {
        CoreCelsius = Number(v, "temperature/edge", "temperature/edge_temperature"),
        HotspotCelsius = Number(v, "temperature/hotspot", "temperature/hotspot_temperature"),
        MemoryCelsius = Number(v, "temperature/mem", "temperature/mem_temperature", "temperature/vram") is > 0 and var memory ? memory : null,
        FanPercent = Number(v, "fan/usage") ?? (Number(v, "fan/speed") is { } speed && Number(v, "fan/max") is > 0 and var most ? Math.Round(speed / most * 100, 1) : null),
        FanRpm = Number(v, "fan/rpm"),
        PowerWatts = Number(v, "power/socket_power", "power/current_socket_power", "power/average_socket_power"),
        PowerLimitWatts = Number(v, "limit/socket_power", "limit/ppt0/socket_power_limit", "limit/power_cap", "power/power_limit"),
        CoreMegahertz = Number(v, "clock/gfx_0/clk", "clock/gfx/cur_clk", "clock/gfx/clk"),
        MemoryMegahertz = Number(v, "clock/mem_0/clk", "clock/mem/cur_clk", "clock/mem/clk"),
        UtilizationPercent = Number(v, "usage/gfx_activity", "usage/gfx_usage"),
        ThrottleReasons = Text(v, "power/throttle_status") switch { "UNTHROTTLED" => 0, "THROTTLED" => 8, _ => null },
        PcieWidth = Whole(v, "pcie/width") ?? Whole(v, "pcie/current_lanes"),
        PcieGeneration = ToolNumber.Generation(Number(v, "pcie/speed", "pcie/current_speed")),
        PcieReplays = Whole(v, "pcie/replay_count"),
        EccCorrected = Whole(v, "ecc/total_correctable_count") ?? Whole(v, "ecc/total_correctable"),
        EccUncorrected = Whole(v, "ecc/total_uncorrectable_count") ?? Whole(v, "ecc/total_uncorrectable"),
    };

    static string? Text(Dictionary<string, string> values, string path) =>
        values.GetValueOrDefault(path)?.Trim() is { Length: > 0 } text && !text.Equals("N/A", StringComparison.OrdinalIgnoreCase) ? text : null;

    static double? Number(Dictionary<string, string> values, params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            // All ones, of 16 or more bits, is how the library says that a card does not tell: not every version translates that.
            if (ToolNumber.Of(values.GetValueOrDefault(path + "/value") ?? values.GetValueOrDefault(path)) is { } number and not (ushort.MaxValue or uint.MaxValue or ulong.MaxValue)) { return number; }
        }
        return null;
    }

    static int? Whole(Dictionary<string, string> values, string path) => Number(values, path) is >= 0 and <= int.MaxValue and var number ? (int)number : null;

    static long? Bytes(Dictionary<string, string> values, string path)
    {
        if (Number(values, path) is not (> 0 and < 1e9 and var size)) { return null; }
        string? unit = values.GetValueOrDefault(path + "/unit") ?? values.GetValueOrDefault(path)?.Split(' ').ElementAtOrDefault(1);
        return (long)(size * (unit switch { "GB" or "GiB" => 1024 * Mebibyte, "KB" or "KiB" => 1024, "B" => 1, _ => Mebibyte }));
    }

    /// <summary>Some versions lose the closing bracket of a name.</summary>
    internal static string? Closed(string? name) =>
        name is not null && name.Contains('[', StringComparison.Ordinal) && !name.Contains(']', StringComparison.Ordinal) ? name + "]" : name;

    // "Linuxversion6.14.0-24-generic(buildd@…": the kernel's banner without its blanks.
    static string? Driver(string? text)
    {
        if (text is null) { return null; }
        const string banner = "Linuxversion";
        string version = text.StartsWith(banner, StringComparison.Ordinal) ? text[banner.Length..].Split('(')[0] : text;
        return "amdgpu " + version;
    }
}
