using System.Globalization;
using System.Text;
using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>Makes of what a miner printed lines that may be shown: no escapes, no control characters, no secrets, not too long.</summary>
internal static class LogText
{
    /// <summary>Passwords shorter than this are not covered: they are "x" and the like, and every x would be covered.</summary>
    public const int LeastSecret = 4;

    const string Cover = "***";
    const char Escape = '\u001b';

    /// <summary>One line.</summary>
    /// <param name="text">As printed, without its end.</param>
    /// <param name="secrets">What must not be shown.</param>
    public static string Clean(string text, IReadOnlyList<string> secrets)
    {
        var line = new StringBuilder(Math.Min(text.Length, ProtocolLimits.LogLineLength));
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == Escape) { i = EndOfEscape(text, i); }
            else if (c == '\t') { line.Append(' '); }
            else if (!char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format) { line.Append(c); }
        }
        string clean = line.ToString().TrimEnd();
        foreach (string secret in secrets) { clean = clean.Replace(secret, Cover, StringComparison.Ordinal); }
        return Cut(clean);
    }

    /// <summary>Those of the texts that are long enough to be covered, the longest first.</summary>
    public static IReadOnlyList<string> Secrets(IEnumerable<string?> texts) =>
        [.. texts.OfType<string>().Where(t => t.Length >= LeastSecret).Distinct(StringComparer.Ordinal).OrderByDescending(t => t.Length)];

    static string Cut(string text)
    {
        if (text.Length <= ProtocolLimits.LogLineLength) { return text; }
        int end = ProtocolLimits.LogLineLength - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + '…';
    }

    /// <summary>The last character of an escape sequence: of CSI up to its final letter, of OSC up to the bell or ESC \, of others the next.</summary>
    static int EndOfEscape(string text, int start)
    {
        if (start + 1 >= text.Length) { return start; }
        int i = start + 2;
        switch (text[start + 1])
        {
            case '[':
                while (i < text.Length && text[i] is < '@' or > '~') { i++; }
                return i;
            case ']':
                while (i < text.Length && text[i] != '\a' && !(text[i] == '\\' && text[i - 1] == Escape)) { i++; }
                return i;
            default:
                return start + 1;
        }
    }
}
