using System.Globalization;

namespace BloxOs.Agent.Updates;

/// <summary>Order of versions by Semantic Versioning 2.0.0 §11: what stands behind a hyphen is older than the release, what stands behind a plus counts for nothing.</summary>
internal static class SemanticVersion
{
    const int MaximumLength = 64, Numbers = 3;

    /// <summary>True for one to three numbers with an optional pre-release and build part.</summary>
    public static bool IsValid(string text) => Parse(text, out _, out _);

    /// <summary>Below 0 when the first is older, above 0 when it is newer, 0 when they are of the same precedence. Both have to be valid.</summary>
    public static int Compare(string left, string right)
    {
        if (!Parse(left, out int[] first, out string before) || !Parse(right, out int[] second, out string after)) { throw new ArgumentException("no version", nameof(left)); }
        for (int i = 0; i < Numbers; i++)
        {
            if (first[i] != second[i]) { return first[i].CompareTo(second[i]); }
        }
        if (before.Length == 0 || after.Length == 0) { return after.Length.CompareTo(before.Length); }
        return ComparePreReleases(before.Split('.'), after.Split('.'));
    }

    static bool Parse(string text, out int[] numbers, out string preRelease)
    {
        (numbers, preRelease) = (new int[Numbers], "");
        if (text.Length is 0 or > MaximumLength) { return false; }
        int build = text.IndexOf('+', StringComparison.Ordinal);
        string core = build < 0 ? text : text[..build];
        int hyphen = core.IndexOf('-', StringComparison.Ordinal);
        if (hyphen >= 0) { (core, preRelease) = (core[..hyphen], core[(hyphen + 1)..]); }
        string[] parts = core.Split('.');
        if (parts.Length > Numbers) { return false; }
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) { return false; }
        }
        return hyphen < 0 || AreIdentifiers(preRelease);
    }

    static bool AreIdentifiers(string preRelease)
    {
        foreach (string identifier in preRelease.Split('.'))
        {
            if (identifier.Length == 0) { return false; }
            foreach (char c in identifier)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-') { return false; }
            }
        }
        return true;
    }

    static int ComparePreReleases(string[] left, string[] right)
    {
        for (int i = 0; i < left.Length && i < right.Length; i++)
        {
            int order = CompareIdentifiers(left[i], right[i]);
            if (order != 0) { return order; }
        }
        return left.Length.CompareTo(right.Length);
    }

    /// <summary>Numbers by their value and below words; words by their ASCII codes.</summary>
    static int CompareIdentifiers(string left, string right)
    {
        bool first = IsNumber(left), second = IsNumber(right);
        if (first != second) { return first ? -1 : 1; }
        if (!first) { return string.CompareOrdinal(left, right); }
        (left, right) = (left.TrimStart('0'), right.TrimStart('0'));
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right);
    }

    static bool IsNumber(string text) => text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
}
