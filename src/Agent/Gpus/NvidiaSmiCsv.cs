using System.Text.RegularExpressions;

namespace BloxOs.Agent.Gpus;

/// <summary>Reads <c>nvidia-smi --query-gpu=… --format=csv</c>, with or without header and units: lines that parse are kept, the others left out.</summary>
internal static partial class NvidiaSmiCsv
{
    const int MaximumColumns = 400, MaximumRows = 256, MaximumValueLength = 200;

    /// <summary>Fields to ask for, in the order in which they are given up when a driver does not know one: the newest last.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "index", "pci.bus_id", "name", "uuid", "driver_version", "temperature.gpu", "fan.speed", "power.draw", "power.limit", "power.min_limit", "power.max_limit",
        "power.default_limit", "clocks.gr", "clocks.mem", "memory.total", "utilization.gpu", "pcie.link.gen.current", "pcie.link.gen.max", "pcie.link.width.current",
        "pcie.link.width.max", "pci.sub_device_id", "vbios_version", "clocks_throttle_reasons.active", "temperature.memory", "power.draw.instant",
    ];

    /// <summary>What the guard against heat needs.</summary>
    public static IReadOnlyList<string> HeatColumns { get; } = ["index", "pci.bus_id", "temperature.gpu", "temperature.memory"];

    // A column's name, in any of its spellings, and the path of the same value in the XML.
    static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["name"] = "product_name", ["gpu_name"] = "product_name", ["uuid"] = "uuid", ["gpu_uuid"] = "uuid", ["vbios_version"] = "vbios_version",
        ["temperature.gpu"] = "temperature/gpu_temp", ["temperature.memory"] = "temperature/memory_temp", ["fan.speed"] = "fan_speed",
        ["power.draw"] = "power/power_draw", ["power.draw.instant"] = "power/instant_power_draw", ["power.draw.average"] = "power/average_power_draw",
        ["gpu.power.draw.instant"] = "power/instant_power_draw", ["gpu.power.draw.average"] = "power/average_power_draw",
        ["enforced.power.limit"] = "power/enforced_power_limit", ["gpu.power.current_limit"] = "power/enforced_power_limit",
        ["power.limit"] = "power/power_limit", ["gpu.power.requested_limit"] = "power/power_limit",
        ["power.min_limit"] = "power/min_power_limit", ["power.max_limit"] = "power/max_power_limit", ["power.default_limit"] = "power/default_power_limit",
        ["gpu.power.min_limit"] = "power/min_power_limit", ["gpu.power.max_limit"] = "power/max_power_limit", ["gpu.power.default_limit"] = "power/default_power_limit",
        ["clocks.gr"] = "clocks/graphics_clock", ["clocks.current.graphics"] = "clocks/graphics_clock",
        ["clocks.mem"] = "clocks/mem_clock", ["clocks.current.memory"] = "clocks/mem_clock",
        ["memory.total"] = "fb_memory_usage/total", ["utilization.gpu"] = "utilization/gpu_util", ["pci.sub_device_id"] = "pci/pci_sub_system_id",
        ["pcie.link.gen.current"] = "pci/pci_gpu_link_info/pcie_gen/current_link_gen", ["pcie.link.gen.max"] = "pci/pci_gpu_link_info/pcie_gen/max_link_gen",
        ["pcie.link.width.current"] = "pci/pci_gpu_link_info/link_widths/current_link_width", ["pcie.link.width.max"] = "pci/pci_gpu_link_info/link_widths/max_link_width",
        ["ecc.errors.corrected.volatile.total"] = "ecc_errors/volatile/_correctable", ["ecc.errors.uncorrected.volatile.total"] = "ecc_errors/volatile/uncorrectable",
    };

    /// <summary>One row: the value of a column by the column's name, without its unit.</summary>
    public sealed record Row(IReadOnlyDictionary<string, string> Values)
    {
        /// <summary>The card; null when the row has no bus id.</summary>
        public GpuCard? Card()
        {
            var paths = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (column, value) in Values)
            {
                if (Paths.TryGetValue(column, out string? path)) { paths[path] = value; }
            }
            string? bus = Values.GetValueOrDefault("pci.bus_id") ?? Values.GetValueOrDefault("gpu_bus_id");
            return NvidiaSmiCard.Of(paths, bus, Values.GetValueOrDefault("driver_version")) is { } card
                ? card with { Stats = card.Stats with { ThrottleReasons = card.Stats.Fault is null ? Reasons() : null } }
                : null;
        }

        int? Reasons()
        {
            string? text = Values.GetValueOrDefault("clocks_throttle_reasons.active") ?? Values.GetValueOrDefault("clocks_event_reasons.active");
            return text is { Length: > 2 } && text.StartsWith("0x", StringComparison.Ordinal)
                && ulong.TryParse(text.AsSpan(2), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture, out ulong bits)
                ? (int)(bits & 511)
                : null;
        }
    }

    /// <summary>The field that a driver does not know, from its message; null when that is not what it says.</summary>
    public static string? UnknownField(string text) =>
        UnknownFieldPattern().Match(text.Length > 4096 ? text[..4096] : text) is { Success: true } match ? match.Groups["field"].Value : null;

    /// <summary>Rows of an answer. A header in it wins over the columns that were asked for.</summary>
    /// <param name="text">The answer.</param>
    /// <param name="columns">What was asked for; null when only a header can tell.</param>
    public static IReadOnlyList<Row> Read(string text, IReadOnlyList<string>? columns)
    {
        var rows = new List<Row>();
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).Trim();
            if (line.IsEmpty) { continue; }
            var cells = Cells(line);
            if (IsHeader(cells)) { columns = [.. cells.Select(WithoutUnit)]; }
            else if (columns is not null && cells.Count >= columns.Count && columns.Count > 1 && rows.Count < MaximumRows) { rows.Add(Join(columns, cells)); }
        }
        return rows;
    }

    static List<string> Cells(ReadOnlySpan<char> line)
    {
        var cells = new List<string>();
        foreach (var range in line.Split(", "))
        {
            if (cells.Count >= MaximumColumns) { break; }
            var cell = line[range].Trim();
            cells.Add(cell.Length > MaximumValueLength ? cell[..MaximumValueLength].ToString() : cell.ToString());
        }
        return cells;
    }

    static bool IsHeader(List<string> cells) => cells.Count > 1 && cells.Count(c => Paths.ContainsKey(WithoutUnit(c)) || WithoutUnit(c) is "index" or "pci.bus_id" or "timestamp") > 1;

    static string WithoutUnit(string header) => header.Split(" [", 2)[0].Trim();

    /// <summary>A name with a comma in it makes more cells than columns: the surplus belongs to the name, the rest is counted from the end.</summary>
    static Row Join(IReadOnlyList<string> columns, List<string> cells)
    {
        int surplus = cells.Count - columns.Count;
        int name = surplus == 0 ? -1 : columns.ToList().IndexOf("name");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < columns.Count; i++)
        {
            int cell = name >= 0 && i > name ? i + surplus : i;
            values[columns[i]] = i == name ? string.Join(", ", cells.Skip(i).Take(surplus + 1)) : cells[cell];
        }
        return new(values);
    }

    [GeneratedRegex(@"[Ff]ield ""(?<field>[\w.]+)"" is not a valid field to query", RegexOptions.CultureInvariant)]
    private static partial Regex UnknownFieldPattern();
}
