namespace BloxOs.Web.History;

/// <summary>Names of files that are saved.</summary>
internal static class HistoryFile
{
    const int Longest = 40;

    /// <summary>What of a name every file system and header takes.</summary>
    public static string NameOf(string name)
    {
        string safe = new([.. name.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-').Take(Longest)]);
        return safe.Trim('-') is { Length: > 0 } good ? good : "history";
    }
}
