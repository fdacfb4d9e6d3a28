namespace BloxOs.Catalog.Miners.Launching;

/// <summary>How an instance is started: an argument vector for the system call, never a line for a shell.</summary>
/// <param name="Arguments">Arguments after the program.</param>
/// <param name="Environment">Variables to set in addition.</param>
/// <param name="ConfigFile">File to write before the start; null for none.</param>
public sealed record MinerCommandLine(
    IReadOnlyList<string> Arguments, IReadOnlyList<KeyValuePair<string, string>> Environment, MinerConfigFile? ConfigFile)
{
    /// <summary>Without the values: they hold accounts.</summary>
    public override string ToString() => $"{Arguments.Count} arguments";
}
