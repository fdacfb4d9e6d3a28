namespace BloxOs.Agent.Gpus;

/// <summary>Reads the indented <c>KEY: value</c> text of <c>amd-smi</c> into the paths that its JSON has.</summary>
internal static class AmdSmiText
{
    const int MaximumValues = 2_000, MaximumDepth = 6, MaximumEntities = 256, MaximumValueLength = 200;

    /// <summary>An entity per "GPU:" line; the text has no end mark, so it always counts as whole when it has one.</summary>
    public static (IReadOnlyList<SmiJson.Entity> Entities, bool Whole) Read(string text)
    {
        var found = new List<SmiJson.Entity>();
        string[] path = new string[MaximumDepth];
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd();
            int colon = line.IndexOf(':');
            if (colon <= 0 || colon > 60) { continue; }
            int level = (line.Length - line.TrimStart(' ').Length) / 4;
            string key = line[..colon].Trim().ToString().ToLowerInvariant();
            var value = line[(colon + 1)..].Trim();
            if (level == 0 && key == "gpu" && found.Count < MaximumEntities) { found.Add(new("", new(StringComparer.Ordinal))); }
            if (found.Count == 0 || level >= MaximumDepth) { continue; }
            path[level] = key;
            var values = found[^1].Values;
            if (value.Length is > 0 and <= MaximumValueLength && values.Count < MaximumValues) { values.TryAdd(level == 0 ? key : string.Join('/', path, 1, level), value.ToString()); }
        }
        return (found, found.Count > 0);
    }
}
