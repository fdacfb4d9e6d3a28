using BloxOs.Agent.Tools;

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
        var scanner = new XmlScanner(xml);
        var token = scanner.Next();
        for (; token is not (XmlToken.End or XmlToken.Damaged); token = scanner.Next())
        {
            if (scanner.Depth != 2) { continue; }
            if (token == XmlToken.Text && scanner.Name == "driver_version") { driver ??= Cut(scanner.Value); }
            else if (token == XmlToken.Open && scanner.Name == "gpu")
            {
                if (!TryReadCard(ref scanner, driver, out var card)) { continue; }
                if (card is null) { problem = "nvidia-smi lists a card without a bus id"; }
                else if (cards.TrueForAll(c => c.Inventory.BusId != card.Inventory.BusId)) { cards.Add(card); }
            }
        }
        if (token == XmlToken.Damaged) { problem = "the answer of nvidia-smi breaks off or is damaged"; }
        return new(cards, problem is null, problem);
    }

    // False for a card that the document breaks off in: what was read of it is not all that it has.
    static bool TryReadCard(ref XmlScanner scanner, string? driver, out GpuCard? card)
    {
        card = null;
        string? id = scanner.Attribute("id");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        int depth = scanner.Depth;
        string[] path = new string[MaximumDepth];
        var token = scanner.Next();
        for (; scanner.Depth >= depth && token != XmlToken.Damaged; token = scanner.Next())
        {
            int level = scanner.Depth - depth;
            if (token == XmlToken.Open && (level > MaximumDepth || Array.IndexOf(Skipped, scanner.Name) >= 0)) { scanner.Skip(); }
            else if (token == XmlToken.Open) { path[level - 1] = NameOf(scanner.Name); }
            else if (token == XmlToken.Text && level > 0 && values.Count < MaximumValues) { values.TryAdd(string.Join('/', path, 0, level), Cut(scanner.Value)); }
        }
        if (token == XmlToken.Damaged) { return false; }
        card = NvidiaSmiCard.Of(values, id, driver);
        return true;
    }

    /// <summary>The power block and the throttle block have another name in each version.</summary>
    static string NameOf(string name) => name switch
    {
        "power_readings" or "gpu_power_readings" => "power",
        "clocks_throttle_reasons" => "clocks_event_reasons",
        _ => name,
    };

    static string Cut(string value) => value.Length > MaximumValueLength ? value[..MaximumValueLength] : value;
}
