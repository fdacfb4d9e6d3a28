namespace BloxOs.Silo.Settings;

/// <summary>The settings are not good; each line names a key and what it may be.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>One line each.</summary>
    public IReadOnlyList<string> Problems => problems;
}
