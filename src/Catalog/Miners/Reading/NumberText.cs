using System.Globalization;

namespace BloxOs.Catalog.Miners.Reading;

/// <summary>Numbers in texts.</summary>
internal static class NumberText
{
    const int MaximumLength = 40;

    /// <summary>Reads <c>7.222</c>, <c>1.23e+07</c>, <c>4.29 G</c> and <c>113.1 mh/s</c>; null when it does not begin with a number.</summary>
    public static double? Read(string? text)
    {
        if (text is not { Length: > 0 and <= MaximumLength }) { return null; }
        var trimmed = text.AsSpan().Trim();
        int end = trimmed.IndexOfAny(' ', '\u00a0');
        var digits = end < 0 ? trimmed : trimmed[..end];
        var unit = end < 0 ? default : trimmed[end..].Trim();
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) { return null; }
        return double.IsFinite(number) ? number * Scale(unit) : null;
    }

    /// <summary>The factor of a unit by its first letter: k, M, G, T, P, E; 1 for a bare unit.</summary>
    public static double Scale(ReadOnlySpan<char> unit) => unit.IsEmpty ? 1 : unit[0] switch
    {
        'k' or 'K' => 1e3,
        'M' or 'm' => 1e6,
        'G' => 1e9,
        // A lone small g is a graph of Cuckoo.
        'g' when unit.Length > 1 && unit[1] is 'h' or 'H' => 1e9,
        'T' or 't' => 1e12,
        'P' or 'p' => 1e15,
        'E' or 'e' => 1e18,
        _ => 1,
    };
}
