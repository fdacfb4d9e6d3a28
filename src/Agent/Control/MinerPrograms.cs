using BloxOs.Agent.Native;
using BloxOs.Catalog.Miners;

namespace BloxOs.Agent.Control;

/// <summary>Programs of miners on this rig: only what lies below one directory is ever started, links resolved.</summary>
/// <param name="directory">Where miners are installed.</param>
internal sealed class MinerPrograms(string directory)
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
        return (mode & UnixFileMode.OtherWrite) == 0 ? real : throw new LaunchException($"{path} can be changed by every user of this rig: chmod o-w");
    }

    /// <summary>By the numbers in its path; of equal ones the one that was changed last.</summary>
    string? Newest(MinerDescriptor miner)
    {
        var search = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = MaximumDepth, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };
        try
        {
            return System.IO.Directory.EnumerateFiles(directory, "*", search).Take(MaximumFiles)
                .Where(f => miner.ProcessNames.Contains(Path.GetFileName(f), StringComparer.Ordinal))
                .OrderByDescending(f => f, NumberedNames.Order).ThenByDescending(File.GetLastWriteTimeUtc).FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }
    }

    static bool IsBelow(string path, string? folder) => folder is not null && path.StartsWith(folder.TrimEnd('/') + '/', StringComparison.Ordinal);
}
