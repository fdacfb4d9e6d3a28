using System.Text;

namespace BloxOs.Agent.Tools;

/// <summary>Splits a command into words: blanks separate, quotes of either kind hold together, nothing is expanded, no shell is involved.</summary>
internal static class CommandWords
{
    /// <summary>False when a quote is left open or there is no word.</summary>
    public static bool TrySplit(string command, out IReadOnlyList<string> words)
    {
        var found = new List<string>();
        var word = new StringBuilder();
        bool inWord = false;
        char quote = '\0';
        foreach (char c in command)
        {
            if (quote != '\0')
            {
                if (c == quote) { quote = '\0'; } else { word.Append(c); }
            }
            else if (c is '"' or '\'')
            {
                quote = c;
                inWord = true;
            }
            else if (!char.IsWhiteSpace(c))
            {
                word.Append(c);
                inWord = true;
            }
            else if (inWord)
            {
                found.Add(word.ToString());
                word.Clear();
                inWord = false;
            }
        }
        if (inWord) { found.Add(word.ToString()); }
        words = found;
        return quote == '\0' && found.Count > 0 && found[0].Length > 0;
    }
}
