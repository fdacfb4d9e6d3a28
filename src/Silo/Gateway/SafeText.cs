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

    static bool HasInvisible(ReadOnlySpan<char> text)
    {
        foreach (char c in text) { if (IsInvisible(c)) { return true; } }
        return false;
    }

    static bool IsInvisible(char c) =>
        c < 0x20 || (c >= 0x7F && char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
