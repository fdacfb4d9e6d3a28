using System.Text;

namespace BloxOs.Agent.Gpus;

/// <summary>Reads the indented text of <c>nvidia-smi -q</c>: paths of labels become the keys that <see cref="NvidiaSmiCard"/> knows.</summary>
internal static class NvidiaSmiText
{
    /// <summary>What its first line says.</summary>
    public const string Title = "NVSMI LOG";

    const int MaximumValueLength = 200, MaximumValues = 1_000, MaximumDepth = 8;

    /// <summary>Cards of the text. It has no end mark: whole when it lists as many cards as it says.</summary>
    public static (IReadOnlyList<GpuCard> Cards, bool Whole) Read(string text)
    {
        var cards = new List<GpuCard>();
        string? driver = null, bus = null;
        int attached = -1;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] path = new string[MaximumDepth];
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd();
            if (line.Length == 0) { continue; }
            int indent = line.Length - line.TrimStart(' ').Length;
            if (indent == 0 && line.StartsWith("GPU ", StringComparison.Ordinal))
            {
                Add(cards, values, bus, driver);
                values = new(StringComparer.Ordinal);
                bus = PciAddress.Normalize(line[4..].ToString());
                continue;
            }
            var (label, value) = Parts(line);
            if (indent == 0 && label.SequenceEqual("Driver Version")) { driver = value; }
            if (indent == 0 && label.SequenceEqual("Attached GPUs")) { attached = int.TryParse(value, out int count) ? count : -1; }
            int level = indent / 4 - 1;
            if (level is < 0 or >= MaximumDepth || bus is null || values.Count >= MaximumValues) { continue; }
            path[level] = NameOf(label);
            if (value is not null) { values.TryAdd(string.Join('/', path, 0, level + 1), value.Length > MaximumValueLength ? value[..MaximumValueLength] : value); }
        }
        Add(cards, values, bus, driver);
        return (cards, cards.Count == attached);
    }

    static void Add(List<GpuCard> cards, Dictionary<string, string> values, string? bus, string? driver)
    {
        if (bus is not null && NvidiaSmiCard.Of(values, bus, driver) is { } card && cards.TrueForAll(c => c.Inventory.BusId != bus)) { cards.Add(card); }
    }

    static (string Label, string? Value) Parts(ReadOnlySpan<char> line)
    {
        int colon = line.IndexOf(" : ", StringComparison.Ordinal);
        if (colon < 0) { return (line.Trim().ToString(), null); }
        return (line[..colon].Trim().ToString(), line[(colon + 3)..].Trim().ToString());
    }

    /// <summary>"GPU Current Temp" → <c>gpu_current_temp</c>; names of blocks as the XML has them.</summary>
    static string NameOf(string label)
    {
        var name = new StringBuilder(Math.Min(label.Length, 60));
        foreach (char c in label.Length > 60 ? label[..60] : label) { name.Append(c is ' ' or '-' ? '_' : char.ToLowerInvariant(c)); }
        return name.ToString() switch
        {
            "power_readings" or "gpu_power_readings" => "power",
            "clocks_throttle_reasons" => "clocks_event_reasons",
            var other => other,
        };
    }
}
