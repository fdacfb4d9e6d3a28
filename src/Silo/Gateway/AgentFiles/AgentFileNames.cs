using System.Text.RegularExpressions;

namespace BloxOs.Silo.Gateway.AgentFiles;

/// <summary>Which files of a directory are served. Names are ours alone, and nothing but a plain file directly inside is opened.</summary>
internal static partial class AgentFileNames
{
    /// <summary>Full path of a file that may be served; null for every other name.</summary>
    /// <param name="directory">The only directory that files come from.</param>
    /// <param name="name">As asked for.</param>
    public static string? Find(string directory, string name)
    {
        if (!Allowed().IsMatch(name)) { return null; }
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)) + Path.DirectorySeparatorChar;
        string path = Path.GetFullPath(name, root);
        if (!path.StartsWith(root, StringComparison.Ordinal)) { return null; }
        var file = new FileInfo(path);
        return file is { Exists: true, LinkTarget: null } ? path : null;
    }

    [GeneratedRegex(@"\A(bloxos-agent-linux-[a-z0-9-]{1,40}|bloxos-agent\.service|bloxos-agent-power(\.socket|\.service|-force\.service)?|bloxos-agent-driver\.service|manifest\.json(\.sig)?|SHA256SUMS)\z")]
    private static partial Regex Allowed();
}
