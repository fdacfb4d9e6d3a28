namespace BloxOs.Agent.Configuration;

/// <summary>A file of <c>KEY=value</c> lines; <c>#</c> starts a comment line, one pair of quotes around a value is taken off.</summary>
internal static class ConfigurationFile
{
    const int MaximumBytes = 64 * 1024;

    /// <summary>Reads the file.</summary>
    /// <exception cref="ConfigurationException">Not readable, too long, a line that is no <c>KEY=value</c>, an unknown or repeated key.</exception>
    public static Dictionary<string, string> Read(string path, IReadOnlyCollection<string> knownKeys)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        int number = 0;
        // The reader of Text takes a byte order mark off; \r falls to Trim.
        foreach (string raw in Text(path).Split('\n'))
        {
            number++;
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') { continue; }
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) { throw new ConfigurationException($"{path}, line {number}: not KEY=value."); }
            string key = line[..equals].Trim();
            if (!knownKeys.Contains(key))
            {
                string shown = key.Length <= 40 && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? key : "?";
                throw new ConfigurationException($"{path}, line {number}: unknown key {shown}; allowed: {string.Join(", ", knownKeys)}.");
            }
            if (!values.TryAdd(key, Unquote(line[(equals + 1)..].Trim())))
            {
                throw new ConfigurationException($"{path}, line {number}: {key} is given twice.");
            }
        }
        return values;
    }

    static string Text(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaximumBytes) { throw new ConfigurationException($"{path} is longer than {MaximumBytes} bytes."); }
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path} cannot be read ({e.GetType().Name}).");
        }
    }

    static string Unquote(string value) => value is ['"', .., '"'] or ['\'', .., '\''] ? value[1..^1] : value;
}
