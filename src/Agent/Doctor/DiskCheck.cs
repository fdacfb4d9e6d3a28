using BloxOs.Agent.Machine;
using BloxOs.Agent.Native;

namespace BloxOs.Agent.Doctor;

/// <summary>The disk, and the directory for what has to outlive the agent.</summary>
internal static class DiskCheck
{
    const long LowBytes = 256L << 20;

    /// <summary>Takes writes, has room, state directory can be written.</summary>
    public static IEnumerable<Finding> Examine(DoctorContext context)
    {
        var disk = new SystemDisk(context.Roots);
        long? free = disk.Read().FreeBytes;
        yield return disk.IsReadOnly() == true
            ? Finding.Missing("disk", "the system's disk takes no writes", "look for EXT4-fs error or I/O error in the kernel's log: a stick or disk that fails is to be replaced; else check it (fsck) and restart the rig")
            : free is < LowBytes
                ? Finding.Warning("disk", $"only {free >> 20} MB are free", "delete old logs and miners (journalctl --vacuum-size=100M)")
                : Finding.Ok("disk", free is { } bytes ? $"takes writes, {bytes >> 30} GiB free" : "takes writes");
        yield return State(context.Options.StateDirectory);
    }

    static Finding State(string folder)
    {
        const string Check = "state directory";
        if (Directory.Exists(folder))
        {
            return Libc.IsWritable(folder)
                ? Finding.Ok(Check, $"{folder} can be written")
                : Finding.Missing(Check, $"{folder} cannot be written by this user: samples and orders are lost at a restart", $"chown it to the agent's user, or set BLOXOS_STATE_DIRECTORY to a directory that can be written; when this user is not the agent's, run the doctor as that one or as root");
        }
        string parent = folder;
        while (!Path.Exists(parent) && Path.GetDirectoryName(parent) is { Length: > 0 } above) { parent = above; }
        return Directory.Exists(parent) && Libc.IsWritable(parent)
            ? Finding.Ok(Check, $"{folder} is not there yet; the agent makes it")
            : Finding.Missing(Check, $"{folder} is not there, and this user cannot make it", $"as root: install -d -m 700 -o USER {folder}, with the agent's user");
    }
}
