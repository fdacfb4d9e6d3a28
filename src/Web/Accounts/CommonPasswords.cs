using System.Collections.Frozen;

namespace BloxOs.Web.Accounts;

/// <summary>The passwords that are used most, which is where guessers begin. The build makes the list from the npm package zxcvbn.</summary>
internal static class CommonPasswords
{
    const string Resource = "common-passwords.txt";
    const int MaxPadding = 6;
    const int MinCore = 4;

    static readonly Lazy<FrozenSet<string>> s_all = new(Read);

    /// <summary>How many are known.</summary>
    public static int Count => s_all.Value.Count;

    /// <summary>Whether the text is one of them, one with a few digits or signs around it, or two of them in a row.</summary>
    /// <param name="plain">Lower case.</param>
    public static bool Has(string plain)
    {
        if (s_all.Value.Contains(plain)) { return true; }
        var core = plain.Trim(static one => !char.IsLetter(one));
        return (core.Length >= MinCore && plain.Length - core.Length <= MaxPadding && s_all.Value.Contains(core)) || IsTwo(core);
    }

    static bool IsTwo(string text)
    {
        for (var at = MinCore; at <= text.Length - MinCore; at++)
        {
            if (s_all.Value.Contains(text[..at]) && s_all.Value.Contains(text[at..].TrimStart(static one => !char.IsLetterOrDigit(one)))) { return true; }
        }
        return false;
    }

    static string Trim(this string text, Func<char, bool> takenOff)
    {
        var (from, to) = (0, text.Length);
        while (from < to && takenOff(text[from])) { from++; }
        while (to > from && takenOff(text[to - 1])) { to--; }
        return text[from..to];
    }

    static string TrimStart(this string text, Func<char, bool> takenOff)
    {
        var from = 0;
        while (from < text.Length && takenOff(text[from])) { from++; }
        return text[from..];
    }

    static FrozenSet<string> Read()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("This build has no list of common passwords.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
