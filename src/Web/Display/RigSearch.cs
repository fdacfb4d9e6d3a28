namespace BloxOs.Web.Display;

/// <summary>What was typed into the search box: words, all of which a rig must have; what stands in quotes is one word. Upper and lower case are the same.</summary>
internal sealed class RigSearch
{
    /// <summary>Characters that are read; the rest is ignored.</summary>
    public const int MaxLength = 100;

    readonly string[] words;

    /// <summary>Reads the words; nothing typed matches everything.</summary>
    public RigSearch(string? text)
    {
        Text = text is { Length: > MaxLength } ? text[..MaxLength].Trim() : text?.Trim() ?? "";
        words = [.. Words(Text)];
    }

    /// <summary>What was typed, cut to its limit.</summary>
    public string Text { get; }

    /// <summary>Nothing was typed.</summary>
    public bool IsEmpty => words.Length == 0;

    /// <summary>Whether the rig has all words: in its name, or where <c>tag:</c>, <c>model:</c>, <c>miner:</c>, <c>coin:</c>, <c>algo:</c> or <c>ip:</c> point.</summary>
    public bool Matches(RigFacts rig)
    {
        foreach (string word in words) { if (!Has(rig, word)) { return false; } }
        return true;
    }

    static bool Has(RigFacts rig, string word)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        string field = colon > 0 ? word[..colon].ToLowerInvariant() : "";
        string value = colon > 0 ? word[(colon + 1)..] : word;
        var description = rig.View.Description;
        return field switch
        {
            "tag" => description.Tags.Any(tag => Contains(tag, value)),
            "model" => description.Inventory.Gpus.Any(gpu => Contains(gpu.Model, value)) || Contains(description.Inventory.CpuModel, value),
            "miner" => rig.Work.Miners.Any(miner => Contains(miner, value)),
            "algo" => rig.Work.Speeds.Any(s => Contains(s.Algorithm.Title, value) || Contains(s.Algorithm.Id, value) || Contains(s.Coin, value)),
            "coin" => rig.Work.Speeds.Any(s => Contains(s.Coin, value)),
            "ip" => description.Inventory.Addresses.Any(address => Contains(address, value)),
            _ => Contains(description.Name, word),
        };
    }

    /// <summary>Parts the text at spaces that stand outside quotes; the quotes themselves are nobody's name.</summary>
    static IEnumerable<string> Words(string text)
    {
        var word = new System.Text.StringBuilder();
        bool quoted = false;
        foreach (char c in text + " ")
        {
            if (c == '"') { quoted = !quoted; }
            else if (c != ' ' || quoted) { word.Append(c); }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
        if (word.ToString().TrimEnd() is { Length: > 0 } open) { yield return open; }
    }

    static bool Contains(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
