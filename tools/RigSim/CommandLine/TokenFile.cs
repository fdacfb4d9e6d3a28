using System.Text.Json;

namespace BloxOs.RigSim.CommandLine;

/// <summary>Tokens of rigs, from a file: one per line, bare or as a JSON object with "token" and perhaps "name".</summary>
internal static class TokenFile
{
    const int LongestLine = 4096;

    /// <summary>Tokens and names in the order of the file; empty lines are left out.</summary>
    /// <exception cref="ArgumentException">A line is neither; the message has its number and never its content.</exception>
    public static IEnumerable<(string Token, string? Name)> Read(string path)
    {
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string text = line.Trim();
            if (text.Length == 0) { continue; }
            var entry = text[0] == '{' ? FromJson(text) : (text, null);
            if (text.Length > LongestLine || string.IsNullOrEmpty(entry.Token) || entry.Token.Any(c => c is <= ' ' or > '~'))
            {
                throw new ArgumentException($"{path}, line {number}: neither a token nor a JSON object with \"token\"");
            }
            yield return (entry.Token, entry.Name);
        }
    }

    static (string? Token, string? Name) FromJson(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return (Member(json, "token"), Member(json, "name"));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    static string? Member(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
