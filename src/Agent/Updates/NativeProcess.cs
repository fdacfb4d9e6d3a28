using System.Runtime.InteropServices;

namespace BloxOs.Agent.Updates;

/// <summary>The few calls of the C library that .NET has no name for.</summary>
internal static partial class NativeProcess
{
    const int Sigterm = 15, ReadOnly = 0;

    /// <summary>SIGTERM.</summary>
    public static void Terminate(int process) => _ = Kill(process, Sigterm);

    /// <summary>Process id of the parent.</summary>
    public static int Parent => GetParent();

    /// <summary>Asks the disk to have the names in a directory.</summary>
    public static void FlushDirectory(string path)
    {
        int directory = Open(path, ReadOnly);
        if (directory < 0) { return; }
        _ = Sync(directory);
        _ = Close(directory);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetParent();

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
