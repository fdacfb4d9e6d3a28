using System.Xml;

namespace BloxOs.Agent.Gpus;

/// <summary>Reads the document of <c>nvidia-smi -q -x</c>, versions 10 to 13; a document that breaks off keeps the cards before the break.</summary>
internal static class NvidiaSmiXml
{
    const int MaximumValueLength = 200, MaximumValues = 1_000, MaximumDepth = 8;

    // Long lists of no use here; the readings of a whole module are not those of its card.
    static readonly string[] Skipped = ["processes", "accounted_processes", "supported_clocks", "mig_devices", "module_power_readings"];

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
                if (reader.Name == "driver_version" && !reader.IsEmptyElement) { driver = reader.Read() ? Cut(reader.Value) : null; }
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
        string[] path = new string[MaximumDepth];
        bool more = reader.Read();
        while (more && reader.Depth > depth)
        {
            int level = reader.Depth - depth - 1;
            if (reader.NodeType == XmlNodeType.Element && (level >= MaximumDepth || Array.IndexOf(Skipped, reader.Name) >= 0))
            {
                reader.Skip();
                continue;
            }
            if (reader.NodeType == XmlNodeType.Element) { path[level] = NameOf(reader.Name); }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && level is > 0 and <= MaximumDepth && values.Count < MaximumValues)
            {
                values.TryAdd(string.Join('/', path, 0, level), Cut(reader.Value));
            }
            more = reader.Read();
        }
        return NvidiaSmiCard.Of(values, id, driver);
    }

    /// <summary>The power block and the throttle block have another name in each version.</summary>
    static string NameOf(string name) => name switch
    {
        "power_readings" or "gpu_power_readings" => "power",
        "clocks_throttle_reasons" => "clocks_event_reasons",
        _ => name,
    };

    static string Cut(string value) => value.Trim() is { Length: > MaximumValueLength } text ? text[..MaximumValueLength] : value.Trim();
}
