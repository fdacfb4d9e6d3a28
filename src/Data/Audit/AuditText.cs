using System.Globalization;
using System.Text;

namespace BloxOs.Data.Audit;

/// <summary>Makes text of people and machines fit for a line: control characters would forge lines in a file or a terminal.</summary>
public static class AuditText
{
    private const char Cut = '…';

    /// <summary>The text with control, bidirectional-override and broken characters written as <c>\u000A</c>, cut to the length.</summary>
    public static string Of(string? text, int maxLength)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (text.Length <= maxLength && IsClean(text))
            return text;
        var clean = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            var piece = IsClean(rune) ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            if (clean.Length + piece.Length > maxLength)
            {
                clean.Length = Math.Min(clean.Length, maxLength - 1);
                if (clean.Length > 0 && char.IsHighSurrogate(clean[^1]))
                    clean.Length--;
                return clean.Append(Cut).ToString();
            }
            clean.Append(piece);
        }
        return clean.ToString();
    }

    internal static bool IsClean(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsClean(rune))
                return false;
        }
        return true;
    }

    /// <summary>U+FFFD is also what half of a surrogate pair reads as.</summary>
    private static bool IsClean(Rune rune) => rune.Value is not (0xFFFD or 0x2028 or 0x2029 or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
        && !Rune.IsControl(rune);
}
