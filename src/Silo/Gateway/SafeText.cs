using System.Globalization;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>Text from a rig: bounded and free of characters that act instead of showing (controls, direction overrides). Not encoded: each sink does that.</summary>
internal static class SafeText
{
    /// <summary>The text, cut to <see cref="ProtocolLimits.TextLength"/> characters.</summary>
    public static string Of(string text)
    {
        int length = Math.Min(text.Length, ProtocolLimits.TextLength);
        if (length < text.Length && char.IsHighSurrogate(text[length - 1])) { length--; }
        var kept = text.AsSpan(0, length);
        if (!HasInvisible(kept)) { return length == text.Length ? text : kept.ToString(); }
        return string.Create(length, text, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++) { span[i] = IsInvisible(source[i]) ? '\uFFFD' : source[i]; }
        });
    }

    /// <summary>One line of a log, cut to so many characters.</summary>
    public static string Line(string line, int longest)
    {
        if (line.Length > longest) { line = line[..(char.IsHighSurrogate(line[longest - 1]) ? longest - 1 : longest)]; }
        return Replace(line.TrimEnd('\r', '\n'), keepBreaks: false);
    }

    /// <summary>The end of a text of several lines, at most so many bytes of UTF-8.</summary>
    public static string Lines(string text, int longestBytes)
    {
        int start = text.Length, bytes = 0;
        while (start > 0)
        {
            bool pair = start > 1 && char.IsSurrogatePair(text[start - 2], text[start - 1]);
            int more = pair ? 4 : text[start - 1] < 0x80 ? 1 : text[start - 1] < 0x800 ? 2 : 3;
            if ((bytes += more) > longestBytes) { break; }
            start -= pair ? 2 : 1;
        }
        return Replace(text[start..].Replace("\r\n", "\n", StringComparison.Ordinal), keepBreaks: true);
    }

    /// <summary>Whether <see cref="Lines"/> would cut it.</summary>
    public static bool IsLonger(string text, int longestBytes) => System.Text.Encoding.UTF8.GetByteCount(text) > longestBytes;

    static string Replace(string text, bool keepBreaks) => string.Create(text.Length, (text, keepBreaks), static (span, source) =>
    {
        for (int i = 0; i < span.Length; i++)
        {
            char c = source.text[i];
            bool half = char.IsSurrogate(c) && !(char.IsHighSurrogate(c) ? i + 1 < span.Length && char.IsLowSurrogate(source.text[i + 1]) : i > 0 && char.IsHighSurrogate(source.text[i - 1]));
            span[i] = half || (IsInvisible(c) && c != '\t' && !(source.keepBreaks && c == '\n')) ? '\uFFFD' : c;
        }
    });

    static bool HasInvisible(ReadOnlySpan<char> text)
    {
        foreach (char c in text) { if (IsInvisible(c)) { return true; } }
        return false;
    }

    static bool IsInvisible(char c) =>
        c < 0x20 || (c >= 0x7F && char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
