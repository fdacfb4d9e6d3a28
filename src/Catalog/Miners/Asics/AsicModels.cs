using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>What the name of a machine tells.</summary>
internal static class AsicModels
{
    static readonly (string Part, string Algorithm)[] Known =
    [
        ("L3", "scrypt"), ("L5", "scrypt"), ("L7", "scrypt"), ("L9", "scrypt"), ("D3", "x11"), ("D5", "x11"), ("D7", "x11"), ("D9", "x11"),
        ("KA3", "kadena"), ("KS3", "kheavyhash"), ("KS5", "kheavyhash"), ("E9", "etchash"), ("Z15", "equihash"), ("Z11", "equihash"), ("Z9", "equihash"), ("K7", "eaglesong"),
    ];

    /// <summary>The algorithm that a machine is made for; SHA-256 where the model is known and no other, null without a model.</summary>
    public static string? AlgorithmOf(string? model)
    {
        if (model is null) { return null; }
        string[] words = model.Split(' ');
        foreach (var (part, algorithm) in Known)
        {
            if (words.Any(w => w.StartsWith(part, StringComparison.OrdinalIgnoreCase))) { return algorithm; }
        }
        return "sha256d";
    }

    /// <summary>Scrypt machines of Bitmain write MH/s under a key that says GHS.</summary>
    public static double FactorOfGhs(string? model) => AlgorithmOf(model) is "scrypt" or "x11" ? 1e6 : 1e9;

    /// <summary>The value in <c>Key[value] Key[value]</c>, as Avalon packs everything into one text; null when it is not there.</summary>
    public static string? Packed(string? text, string key)
    {
        if (text is null) { return null; }
        int at = text.StartsWith(key + "[", StringComparison.Ordinal) ? 0 : text.IndexOf(" " + key + "[", StringComparison.Ordinal) is > 0 and var found ? found + 1 : -1;
        if (at < 0) { return null; }
        int begin = at + key.Length + 1, end = text.IndexOf(']', begin);
        return end < 0 ? null : ReadingRules.Text(text[begin..end]);
    }
}
