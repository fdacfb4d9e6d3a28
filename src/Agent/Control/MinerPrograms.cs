using BloxOs.Agent.Native;
using BloxOs.Catalog.Miners;

namespace BloxOs.Agent.Control;

/// <summary>Programs of miners on this rig: only what lies below one directory is ever started, links resolved.</summary>
/// <param name="directory">Where miners are installed.</param>
/// <param name="trust">What of it may be started; null where the agent has no rights that could be abused.</param>
internal sealed class MinerPrograms(string directory, ProgramTrust? trust = null)
{
    const int MaximumDepth = 3;
    const int MaximumFiles = 10_000;

    /// <summary>Where miners are installed.</summary>
    public string Directory => directory;

    /// <summary>Why a wanted path can never be started; null when it can, though it may not be there yet.</summary>
    public string? Refusal(string path)
    {
        if (path.Length > 1024 || path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path) || !IsBelow(Path.GetFullPath(path), directory))
        {
            return $"the program is not below {directory}";
        }
        string? real = Libc.RealPath(path);
        return real is null || IsBelow(real, Libc.RealPath(directory)) ? null : $"the program is a link out of {directory}";
    }

    /// <summary>The program to start.</summary>
    /// <param name="miner">Whose.</param>
    /// <param name="wanted">Path; null for the newest that is installed.</param>
    /// <exception cref="LaunchException">There is none, or it must not be started.</exception>
    public string Resolve(MinerDescriptor miner, string? wanted)
    {
        if (wanted is not null && Refusal(wanted) is { } refusal) { throw new LaunchException(refusal); }
        string path = wanted ?? Newest(miner) ?? throw new LaunchException($"{miner.Title} is not installed below {directory}");
        string real = Libc.RealPath(path) ?? throw new LaunchException($"{path} is not there");
        if (!IsBelow(real, Libc.RealPath(directory))) { throw new LaunchException($"{path} leads out of {directory}"); }
        if (!File.Exists(real) || !miner.Recognises(real, [])) { throw new LaunchException($"{path} is not a program of {miner.Title}"); }
        if (OperatingSystem.IsWindows()) { return real; }
        var mode = File.GetUnixFileMode(real);
        if ((mode & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0) { throw new LaunchException($"{path} is not executable"); }
        if ((mode & UnixFileMode.OtherWrite) != 0) { throw new LaunchException($"{path} can be changed by every user of this rig: chmod o-w"); }
        return trust?.Problem(real) is { } distrust ? throw new LaunchException(distrust) : real;
    }

    /// <summary>Why the first installed program that may not be started may not; null when all may, and when there is none.</summary>
    public string? Problem()
    {
        if (trust is null) { return null; }
        foreach (string file in Installed(MinerCatalog.All.SelectMany(m => m.ProcessNames)))
        {
            if (Libc.RealPath(file) is { } real && trust.Problem(real) is { } problem) { return problem; }
        }
        return null;
    }

    /// <summary>By the numbers in its path; of equal ones the one that was changed last.</summary>
    string? Newest(MinerDescriptor miner) =>
        Installed(miner.ProcessNames).OrderByDescending(f => f, NumberedNames.Order).ThenByDescending(File.GetLastWriteTimeUtc).FirstOrDefault();

    List<string> Installed(IEnumerable<string> names)
    {
        var wanted = new HashSet<string>(names, StringComparer.Ordinal);
        var search = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = MaximumDepth, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };
        try
        {
            return [.. System.IO.Directory.EnumerateFiles(directory, "*", search).Take(MaximumFiles).Where(f => wanted.Contains(Path.GetFileName(f)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return []; }
    }

    static bool IsBelow(string path, string? folder) => folder is not null && path.StartsWith(folder.TrimEnd('/') + '/', StringComparison.Ordinal);
}
