using System.Globalization;

namespace BloxOs.Web.Accounts;

/// <summary>
/// What a new password must be: 12 to 256 characters of any kind, taken exactly as typed, and not easy to guess. "Easy" is told by what is
/// left when common words, the person's and the farm's own words, runs on the keyboard or in the alphabet, years and repeats are taken away,
/// and by a list of the most common passwords.
/// </summary>
internal static class PasswordRules
{
    public const int MinLength = 12;
    public const int MaxLength = 256;

    const int MinUnguessable = 5;
    const int MinRun = 3;
    const int MinContextWord = 4;

    static readonly string[] s_rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop", "1234567890", "abcdefghijklmnopqrstuvwxyz", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"];

    static readonly string[] s_words =
    [
        "password", "passwort", "passwd", "letmein", "welcome", "admin", "administrator", "root", "login", "secret", "changeme", "default",
        "iloveyou", "monkey", "dragon", "master", "football", "baseball", "sunshine", "princess", "superman", "batman", "trustno1", "hello",
        "bloxos", "mining", "miner", "bitcoin", "ethereum", "crypto", "kaspa", "wallet", "farm", "owner", "user", "test", "demo", "server",
        "spring", "summer", "autumn", "winter", "january", "february", "march", "april", "june", "july", "august", "september", "october",
        "november", "december", "monday", "friday", "sunday",
    ];

    /// <summary>What is wrong with a new password, in words for its owner; null when nothing is.</summary>
    /// <param name="password">As typed.</param>
    /// <param name="context">Names that a guesser knows: the person's, the address, the farm's, the host's.</param>
    public static string? Check(string password, params ReadOnlySpan<string?> context)
    {
        var length = new StringInfo(password).LengthInTextElements;
        if (length < MinLength) { return $"It has {length} characters, it needs {MinLength} or more. A sentence is fine."; }
        if (password.Length > MaxLength) { return $"It has {password.Length} characters, {MaxLength} is the most."; }
        if (password.Contains('\0', StringComparison.Ordinal)) { return "It has a character that cannot be typed."; }
        if (IsRepeated(password)) { return "It repeats itself. Take a few words that nobody would put together."; }

        if (CommonPasswords.Has(password.ToLowerInvariant()) || CommonPasswords.Has(Plain(password)))
        {
            return "It is one of the passwords that are guessed first. Take a few words that nobody would put together.";
        }

        var known = Words(context);
        return Unguessable(Plain(password), known) < MinUnguessable
            ? "It is made of words and runs that are guessed first. Take a few words that nobody would put together."
            : null;
    }

    static List<string> Words(ReadOnlySpan<string?> context)
    {
        var words = new List<string>(s_words);
        foreach (var text in context)
        {
            var parts = (text ?? "").Split([' ', '@', '.', '-', '_', ':', ','], StringSplitOptions.RemoveEmptyEntries);
            words.AddRange(parts.Where(static part => part.Length >= MinContextWord).Select(Plain));
        }
        return words;
    }

    /// <summary>Lower case, with the usual stand-ins for letters read as those letters where they stand among letters.</summary>
    static string Plain(string text)
    {
        var plain = text.ToLowerInvariant().ToCharArray();
        for (var at = 0; at < plain.Length; at++)
        {
            var amongLetters = (at > 0 && char.IsLetter(plain[at - 1])) || (at + 1 < plain.Length && char.IsLetter(plain[at + 1]));
            if (amongLetters) { plain[at] = Letter(plain[at]); }
        }
        return new(plain);
    }

    static char Letter(char one) => one switch { '0' => 'o', '1' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', _ => one };

    /// <summary>How many different characters are left outside of what is guessed first.</summary>
    static int Unguessable(string plain, List<string> words)
    {
        var left = new HashSet<char>();
        for (var at = 0; at < plain.Length;)
        {
            var known = Known(plain.AsSpan(at), words);
            if (known == 0 && char.IsLetterOrDigit(plain[at])) { left.Add(plain[at]); }
            at += Math.Max(known, 1);
        }
        return left.Count;
    }

    static int Known(ReadOnlySpan<char> rest, List<string> words)
    {
        var longest = Math.Max(Repeat(rest), Year(rest));
        foreach (var word in words)
        {
            if (word.Length > longest && rest.StartsWith(word, StringComparison.Ordinal)) { longest = word.Length; }
        }
        foreach (var row in s_rows)
        {
            longest = Math.Max(longest, Run(rest, row));
        }
        return longest;
    }

    static int Repeat(ReadOnlySpan<char> rest)
    {
        var length = 1;
        while (length < rest.Length && rest[length] == rest[0]) { length++; }
        return length >= MinRun ? length : 0;
    }

    static int Year(ReadOnlySpan<char> rest) =>
        rest.Length >= 4 && (rest.StartsWith("19", StringComparison.Ordinal) || rest.StartsWith("20", StringComparison.Ordinal))
        && char.IsAsciiDigit(rest[2]) && char.IsAsciiDigit(rest[3]) ? 4 : 0;

    /// <summary>How far the text follows a row of keys, one way or the other.</summary>
    static int Run(ReadOnlySpan<char> rest, string row)
    {
        var start = row.IndexOf(rest[0], StringComparison.Ordinal);
        if (start < 0) { return 0; }
        var longest = Math.Max(Follow(rest, row, start, 1), Follow(rest, row, start, -1));
        return longest >= MinRun ? longest : 0;
    }

    static int Follow(ReadOnlySpan<char> rest, string row, int start, int step)
    {
        var length = 0;
        for (var at = start; length < rest.Length && at >= 0 && at < row.Length && rest[length] == row[at]; at += step) { length++; }
        return length;
    }

    /// <summary>Whether it is one short piece over and over.</summary>
    static bool IsRepeated(string text)
    {
        for (var unit = 1; unit <= text.Length / 2; unit++)
        {
            var repeated = true;
            for (var at = unit; at < text.Length && repeated; at++) { repeated = text[at] == text[at - unit]; }
            if (repeated) { return true; }
        }
        return false;
    }
}
