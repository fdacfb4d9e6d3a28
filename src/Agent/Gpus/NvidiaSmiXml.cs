using System.Xml;

namespace BloxOs.Agent.Gpus;

/// <summary>Reads the document of <c>nvidia-smi -q -x</c>, versions 10 to 13; a document that breaks off keeps the cards before the break.</summary>
internal static class NvidiaSmiXml
{
    const int MaximumValueLength = 200;

    // "block/element" of the few values that are used, or the element alone when it stands directly in the card.
    static readonly HashSet<string> Wanted = new(StringComparer.Ordinal)
    {
        "product_name", "uuid", "vbios_version", "fan_speed", "pci/pci_bus_id", "fb_memory_usage/total",
        "utilization/gpu_util", "temperature/gpu_temp", "temperature/memory_temp", "clocks/graphics_clock", "clocks/mem_clock",
    };

    /// <summary>Cards of a document.</summary>
    /// <param name="Cards">In the order of the document.</param>
    /// <param name="Whole">The document has its end.</param>
    /// <param name="Problem">What is wrong with it; null for nothing.</param>
    public sealed record Document(IReadOnlyList<GpuCard> Cards, bool Whole, string? Problem);

    /// <summary>Reads from the root element on.</summary>
    public static Document Read(string xml)
    {
        var cards = new List<GpuCard>();
        string? driver = null, problem = null;
        bool whole = false;
        using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            CheckCharacters = false,
            IgnoreComments = true,
        });
        try
        {
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.EndElement && reader.Depth == 0) { whole = true; }
                if (reader.NodeType != XmlNodeType.Element || reader.Depth != 1) { continue; }
                if (reader.Name == "driver_version" && !reader.IsEmptyElement) { driver = Value(reader); }
                else if (reader.Name == "gpu")
                {
                    var card = ReadCard(reader, driver);
                    if (card is null) { problem = "nvidia-smi lists a card without a bus id"; }
                    else if (cards.TrueForAll(c => c.Inventory.BusId != card.Inventory.BusId)) { cards.Add(card); }
                }
            }
        }
        catch (XmlException) { problem = "the answer of nvidia-smi breaks off or is damaged"; }
        return new(cards, whole && problem is null, problem);
    }

    static GpuCard? ReadCard(XmlReader reader, string? driver)
    {
        string? id = reader.GetAttribute("id");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (reader.IsEmptyElement) { return NvidiaSmiCard.Of(values, id, driver); }
        int depth = reader.Depth;
        string block = "";
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element) { continue; }
            int level = reader.Depth - depth;
            string name = reader.Name;
            if (level == 1) { block = name; }
            if (level <= 2 && !reader.IsEmptyElement && Key(level == 1 ? "" : block, name) is { } key) { values.TryAdd(key, Value(reader)); }
        }
        return NvidiaSmiCard.Of(values, id, driver);
    }

    /// <summary>Name under which a value is kept; null when it is not used. The power block has another name in each version.</summary>
    static string? Key(string block, string name)
    {
        if (block is "power_readings" or "gpu_power_readings") { return $"power/{name}"; }
        string key = block.Length == 0 ? name : $"{block}/{name}";
        return Wanted.Contains(key) ? key : null;
    }

    /// <summary>Text of the element that the reader stands on; the reader then stands on its end.</summary>
    static string Value(XmlReader reader)
    {
        int depth = reader.Depth;
        string text = "";
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && text.Length == 0) { text = reader.Value.Trim(); }
        }
        return text.Length > MaximumValueLength ? text[..MaximumValueLength] : text;
    }
}
