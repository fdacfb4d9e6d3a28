using System.Globalization;

namespace BloxOs.Catalog.Miners.Launching;

/// <summary>Values in the command line of a running program, which may be anything.</summary>
internal static class CommandWords
{
    /// <summary>The value of the last of these flags, as <c>--flag value</c> or <c>--flag=value</c>; null when there is none.</summary>
    public static string? Value(IReadOnlyList<string> arguments, IReadOnlyList<string> flags)
    {
        string? found = null;
        for (int i = 0; i < arguments.Count; i++)
        {
            string word = arguments[i];
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && flags.Contains(word[..equals], StringComparer.Ordinal)) { found = word[(equals + 1)..]; }
            else if (flags.Contains(word, StringComparer.Ordinal) && i + 1 < arguments.Count) { found = arguments[i + 1]; }
        }
        return found;
    }

    /// <summary>The port in <c>4067</c>, <c>127.0.0.1:4067</c> or, for read-only APIs, <c>-3333</c>; null when there is none.</summary>
    public static int? Port(IReadOnlyList<string> arguments, IReadOnlyList<string> flags)
    {
        if (Value(arguments, flags) is not { } value) { return null; }
        string port = value[(value.LastIndexOf(':') + 1)..].TrimStart('-');
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= 65535 ? number : null;
    }
}
