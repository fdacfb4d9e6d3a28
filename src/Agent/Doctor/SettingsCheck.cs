namespace BloxOs.Agent.Doctor;

/// <summary>The settings and the rig's token.</summary>
internal static class SettingsCheck
{
    const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>What the agent would say at its start, and who else can read the token.</summary>
    public static IEnumerable<Finding> Examine(DoctorContext context)
    {
        if (context.SettingsProblem is { } problem)
        {
            yield return Finding.Missing("settings", problem.TrimEnd('.'), "correct /etc/bloxos/agent.conf, or the variable that is named, and start the agent again");
        }
        else { yield return Finding.Ok("settings", $"read; server {context.Options.Server?.Uri.Host}"); }
        foreach (string warning in context.Options.Warnings.Distinct(StringComparer.Ordinal)) { yield return Finding.Warning("settings", warning.TrimEnd('.'), "change that setting"); }
        if (Token(context) is { } token) { yield return token; }
    }

    static Finding? Token(DoctorContext context)
    {
        if (context.Options.Join is { } join) { return Finding.Warning("token", $"none yet; the agent joins at its start and keeps it in {join.TokenFile}", "start the agent, or run \"bloxos-agent enroll\""); }
        // Without one the settings say so.
        if (context.Options.Token is null) { return null; }
        if (context.Options.TokenFile is not { } file) { return Finding.Warning("token", "there, in a variable or in the settings", "put it into a file of its own and set BLOXOS_TOKEN_FILE"); }
        if (OperatingSystem.IsWindows()) { return Finding.Ok("token", $"there, in {file}"); }
        var mode = File.GetUnixFileMode(file);
        string octal = Convert.ToString((int)mode, 8);
        return (mode & Others) == 0
            ? Finding.Ok("token", $"there, in {file}, mode {octal}")
            : Finding.Warning("token", $"there, but {file} has mode {octal}: other users can read or change it", $"chmod 600 {file}");
    }
}
