namespace BloxOs.Agent.Machine;

/// <summary>The file system that the system runs from.</summary>
/// <param name="roots">Where the kernel lists what is mounted.</param>
/// <param name="mount">Where it is mounted.</param>
internal sealed class SystemDisk(SystemRoots roots, string mount = "/")
{
    /// <summary>Size and room, bytes; null when it does not tell.</summary>
    public (long? TotalBytes, long? FreeBytes) Read()
    {
        // Under another root this machine's disk is not the one that is asked for.
        if (IsReadOnly() is null) { return (null, null); }
        try
        {
            var drive = new DriveInfo(mount);
            return (drive.TotalSize, drive.AvailableFreeSpace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return (null, null); }
    }

    /// <summary>Whether it takes no writes; null when it is not listed. The last line for a place is what is mounted on top.</summary>
    public bool? IsReadOnly()
    {
        bool? found = null;
        foreach (string line in SystemFile.Text(Path.Combine(roots.Proc, "self/mounts"))?.Split('\n') ?? [])
        {
            string[] parts = line.Split(' ');
            if (parts.Length >= 4 && parts[1] == mount) { found = parts[3].Split(',').Contains("ro"); }
        }
        return found;
    }
}
