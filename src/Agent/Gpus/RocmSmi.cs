using System.Globalization;
using BloxOs.Agent.Tools;
using BloxOs.Protocol;

namespace BloxOs.Agent.Gpus;

/// <summary>Reads the JSON of <c>rocm-smi</c>, whose keys drift from version to version.</summary>
internal static class RocmSmi
{
    /// <summary>Arguments that ask for what is read here.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--showtemp", "--showfan", "--showpower", "--showuse", "--showclocks", "--showmeminfo", "vram", "--showbus", "--showproductname", "--showvbios", "--showmaxpower",
        "--showid", "--showuniqueid", "--showmemvendor", "--showreplaycount", "--showdriverversion", "--json",
    ];

    /// <summary>Cards of an answer. Whole: it did not break off.</summary>
    public static (IReadOnlyList<SmiCard> Cards, bool Whole) Read(string text)
    {
        var (entities, whole) = SmiJson.Read(text);
        string? driver = entities.FirstOrDefault(e => e.Name == "system")?.Values.GetValueOrDefault("Driver version");
        var cards = new SortedDictionary<int, SmiCard>();
        foreach (var entity in entities)
        {
            if (!entity.Name.StartsWith("card", StringComparison.Ordinal)
                || !int.TryParse(entity.Name.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > 255)
            {
                continue;
            }
            cards.TryAdd(number, Card(number, entity.Values, driver));
        }
        return ([.. cards.Values], whole);
    }

    static SmiCard Card(int number, Dictionary<string, string> v, string? driver)
    {
        var inventory = new GpuInventory
        {
            BusId = PciAddress.Normalize(Text(v, "PCI Bus")),
            Vendor = "amd",
            Model = AmdSmi.Closed(Name(v)),
            Uuid = Text(v, "Unique ID"),
            MemoryBytes = Number(v, "VRAM Total Memory (B)") is > 0 and < 1e15 and var bytes ? (long)bytes : null,
            MemoryVendor = Text(v, "GPU memory vendor") is { } vendor and not "unknown" ? vendor : null,
            Vbios = Text(v, "VBIOS version"),
            Driver = driver is { Length: > 0 } ? "amdgpu " + driver : null,
        };
        var (generation, width) = Link(v);
        var stats = new GpuStats
        {
            // The first versions number their sensors.
            CoreCelsius = Number(v, "Temperature (Sensor edge) (C)", "Temperature (Sensor #1) (C)", "Temperature (Sensor #1) (c)"),
            HotspotCelsius = Number(v, "Temperature (Sensor junction) (C)"),
            MemoryCelsius = Number(v, "Temperature (Sensor memory) (C)", "Temperature (Sensor mem) (C)") is > 0 and var memory ? memory : null,
            FanPercent = Number(v, "Fan Speed (%)", "Fan speed (%)"),
            FanRpm = Number(v, "Fan RPM"),
            PowerWatts = Number(v, "Average Graphics Package Power (W)", "Current Socket Graphics Package Power (W)", "Current Graphics Package Power (W)", "Socket Graphics Package Power (W)"),
            PowerLimitWatts = Number(v, "Max Graphics Package Power (W)"),
            CoreMegahertz = Clock(v, "sclk"),
            MemoryMegahertz = Clock(v, "mclk"),
            UtilizationPercent = Number(v, "GPU use (%)"),
            PcieReplays = Number(v, "PCIe Replay Count") is >= 0 and < 1e15 and var replays ? (long)replays : null,
            PcieGeneration = generation,
            PcieWidth = width,
        };
        return new(number, inventory, stats);
    }

    /// <summary>"sclk clock speed:" is "(800Mhz)", the same without colon "900Mhz", and "sclk clock level" "3 (1269Mhz)".</summary>
    static double? Clock(Dictionary<string, string> v, string name)
    {
        if (Number(v, name + " clock speed:", name + " clock speed") is { } speed) { return speed; }
        string? level = Text(v, name + " clock level:") ?? Text(v, name + " clock level");
        int bracket = level?.IndexOf('(', StringComparison.Ordinal) ?? -1;
        return bracket < 0 ? null : ToolNumber.Of(level![bracket..]);
    }

    /// <summary>"1 (16.0GT/s x16)" or "5.0GT/s, x1 619Mhz".</summary>
    static (int? Generation, int? Width) Link(Dictionary<string, string> v) =>
        PcieLink.Of(Text(v, "pcie clock speed") ?? Text(v, "pcie clock level") ?? Text(v, "pcie clock level:"));

    static string? Name(Dictionary<string, string> v)
    {
        foreach (string key in (string[])["Card Series", "Card series", "Device Name", "Card Model", "Card model"])
        {
            // On a kernel that the tool does not know, the name is a vendor's or device's number.
            if (Text(v, key) is { } name && !name.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) { return name; }
        }
        string? device = Text(v, "Device ID") ?? Text(v, "GPU ID");
        return AmdNames.BuiltIn(device, Text(v, "Device Rev"));
    }

    static string? Text(Dictionary<string, string> values, string key) =>
        values.GetValueOrDefault(key)?.Trim() is { Length: > 0 } text && !text.StartsWith("N/A", StringComparison.OrdinalIgnoreCase) ? text : null;

    static double? Number(Dictionary<string, string> values, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (ToolNumber.Of(Text(values, key)) is { } number) { return number; }
        }
        return null;
    }
}
