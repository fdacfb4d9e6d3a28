using System.Globalization;

namespace BloxOs.Silo.Settings;

/// <summary>Values of the section with their complaints, collected so that all are told at once.</summary>
internal sealed class SettingValues
{
    const UnixFileMode OthersMayRead = UnixFileMode.OtherRead | UnixFileMode.GroupRead;

    readonly IConfiguration _section;
    readonly List<string> _problems = [];
    readonly List<string> _warnings = [];

    public SettingValues(IConfigurationSection section)
    {
        _section = section;
        if (section.Value is { Length: > 0 } text) { _problems.Add($"{SettingKeys.Section} is \"{Shown(text)}\", but must be a section with settings in it."); }
        foreach (var (path, value) in section.AsEnumerable(makePathsRelative: true))
        {
            if (value is not null && !SettingKeys.All.Any(k => k.Key.Equals(path, StringComparison.OrdinalIgnoreCase))) { _problems.Add(Unknown(path)); }
        }
    }

    public IReadOnlyList<string> Warnings => _warnings;

    public string? Text(string key) => _section[key] is { Length: > 0 } text ? text : null;

    public T Enum<T>(string key, T otherwise) where T : struct, Enum
    {
        if (Text(key) is not { } text) { return otherwise; }
        if (System.Enum.GetNames<T>().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name) { return System.Enum.Parse<T>(name); }
        WrongValue(key, text);
        return otherwise;
    }

    public int Whole(string key, int otherwise, int low, int high)
    {
        if (Text(key) is not { } text) { return otherwise; }
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= low && number <= high) { return number; }
        WrongValue(key, text);
        return otherwise;
    }

    public bool Bool(string key, bool otherwise = false)
    {
        if (Text(key) is not { } text) { return otherwise; }
        if (bool.TryParse(text, out bool value)) { return value; }
        WrongValue(key, text);
        return otherwise;
    }

    public TimeSpan Duration(string key, TimeSpan otherwise, TimeSpan low, TimeSpan high)
    {
        if (Text(key) is not { } text) { return otherwise; }
        if (DurationText.TryParse(text, out var duration) && duration >= low && duration <= high) { return duration; }
        WrongValue(key, text);
        return otherwise;
    }

    public Uri? Url(string key)
    {
        if (Text(key) is not { } text) { return null; }
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { Query: "", Fragment: "", UserInfo: "" }) { return url; }
        WrongValue(key, text);
        return null;
    }

    /// <summary>A secret from the key, or from the file that KEY + "File" names; the file wins.</summary>
    public string? Secret(string key)
    {
        string? value = Text(key);
        if (Text(key + "File") is not { } path) { return value; }
        try
        {
            string fromFile = File.ReadAllText(path).Trim();
            if (fromFile.Length == 0) { Wrong(key + "File", $"names the file {path}, which is empty"); }
            if (value is not null) { _warnings.Add($"{Full(key)} and {Full(key + "File")} are both set: the file is used."); }
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersMayRead) != 0) { _warnings.Add($"{path} holds a secret and others may read it: chmod 600 {path}"); }
            return fromFile;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Wrong(key + "File", $"names the file {path}, which can't be read: {failure.Message}");
            return value;
        }
    }

    public void Wrong(string key, string what) => _problems.Add($"{Full(key)} {what}.");

    public void WrongValue(string key, string value) => Wrong(key, $"is \"{Shown(value)}\", but must be {SettingKeys.All.First(k => k.Key == key).Allowed}");

    public void ThrowIfWrong()
    {
        if (_problems.Count > 0) { throw new SettingsException(_problems); }
    }

    static string Unknown(string path)
    {
        string? near = SettingKeys.All.Select(k => k.Key).Where(k => Distance(k, path) <= 3).MinBy(k => Distance(k, path));
        string all = string.Join(", ", SettingKeys.All.Select(k => k.Key));
        return $"{Full(path)} is not a setting{(near is null ? "" : $"; did you mean {Full(near)}?")} Known under {SettingKeys.Section}: {all}.";
    }

    static string Full(string key) => $"{SettingKeys.Section}:{key}";

    static string Shown(string value) => value.Length <= 60 ? value : value[..60] + "…";

    /// <summary>Edits between two keys, case aside.</summary>
    static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 3) { return int.MaxValue; }
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? diagonal : diagonal + 1;
                (diagonal, row[j]) = (row[j], Math.Min(cost, Math.Min(row[j], row[j - 1]) + 1));
            }
        }
        return row[^1];
    }
}
