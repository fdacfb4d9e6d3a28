namespace BloxOs.Agent.Tools;

/// <summary>
/// Where a program lies. Not left to .NET, which looks into the agent's own folder and the current directory before <c>PATH</c>: whoever may write there could have an agent that
/// runs as root start a program of his.
/// </summary>
internal static class ToolPath
{
    /// <summary>Where an agent that was started without a <c>PATH</c> looks.</summary>
    const string Usual = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Folders of <c>PATH</c>, those given in full only.</summary>
    public static IReadOnlyList<string> Folders =>
        [.. (Environment.GetEnvironmentVariable("PATH") is { Length: > 0 } path ? path : Usual).Split(':').Where(f => f.StartsWith('/'))];

    /// <summary>The program in full; null when there is none, and for a path that depends on the current directory.</summary>
    /// <param name="name">A bare name, or a full path, which is not looked at further.</param>
    public static string? Find(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal)) { return name[0] == '/' ? name : null; }
        if (name.Length == 0) { return null; }
        foreach (string folder in Folders)
        {
            string path = Path.Combine(folder, name);
            if (IsProgram(path)) { return path; }
        }
        return null;
    }

    static bool IsProgram(string path)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try { return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & execute) != 0); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return false; }
    }
}
