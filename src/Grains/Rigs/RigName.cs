namespace BloxOs.Grains.Rigs;

/// <summary>What a rig or farm may be called: any text of 1 to 64 characters that can be read aloud. It is encoded wherever it is shown.</summary>
public static class RigName
{
    /// <summary>Longest name, UTF-16 characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The name without outer white space.</summary>
    /// <exception cref="ArgumentException">Empty, too long, or with control, direction or broken characters; the message says which.</exception>
    public static string Check(string? name)
    {
        string trimmed = name?.Trim() ?? "";
        if (trimmed.Length == 0) { throw new ArgumentException("A name is needed."); }
        if (trimmed.Length > MaxLength) { throw new ArgumentException($"The name has {trimmed.Length} characters, at most {MaxLength} are allowed."); }
        foreach (char c in trimmed)
        {
            if (char.IsControl(c) || IsDirection(c)) { throw new ArgumentException($"The name contains the invisible character U+{(int)c:X4}."); }
        }
        foreach (var rune in trimmed.EnumerateRunes())
        {
            if (rune == System.Text.Rune.ReplacementChar) { throw new ArgumentException("The name contains a broken character."); }   // half of a pair, or what was put in its place
        }
        return trimmed;
    }

    static bool IsDirection(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F';
}
