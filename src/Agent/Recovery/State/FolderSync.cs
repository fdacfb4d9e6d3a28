using System.Runtime.InteropServices;

namespace BloxOs.Agent.Recovery.State;

/// <summary>Makes the names in a folder durable: a file that was moved into place may otherwise have its old content after a reboot.</summary>
internal static partial class FolderSync
{
    const int ReadOnly = 0;

    /// <summary>True when the disk has it.</summary>
    public static bool TryFlush(string folder)
    {
        if (OperatingSystem.IsWindows()) { return true; }
        int handle = Open(folder, ReadOnly);
        if (handle < 0) { return false; }
        try { return Fsync(handle) == 0; }
        finally { _ = Close(handle); }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
