using System.Runtime.InteropServices;
using System.Text;

namespace BloxOs.Agent.Native;

/// <summary>
/// Removes a folder and what is in it, also where a less trusted user owns it and swaps names while root walks: every step starts from an open folder, by a name without a path, and follows no link.
/// What the user does meanwhile can make it leave something behind; it cannot make it touch anything outside.
/// </summary>
/// <param name="maximumDepth">Folders inside folders, and so open at once; deeper ones are left.</param>
/// <param name="maximumEntries">Entries looked at; the rest is left.</param>
internal sealed class FolderRemoval(int maximumDepth = FolderRemoval.DefaultDepth, int maximumEntries = FolderRemoval.DefaultEntries)
{
    /// <summary>Deeper than any miner goes.</summary>
    public const int DefaultDepth = 32;

    /// <summary>More than any miner leaves, and some seconds' work.</summary>
    public const int DefaultEntries = 100_000;

    /// <summary>What is added meanwhile is looked at so often.</summary>
    const int Passes = 4;

    const int NotThere = 2, CurrentDirectory = -100, RemoveFolder = 0x200, CloseOnExec = 0x80000, NonBlocking = 0x800;
    const int NameOffset = 19, LengthOffset = 16, KindOffset = 18;
    const byte UnknownKind = 0, FolderKind = 4;

    int _left;
    (uint, uint)? _device;

    /// <summary>For tests, which stand in for the folder's user: called with a name after it was read from its folder (false), and after it was opened (true).</summary>
    public Action<string, bool>? Met { get; init; }

    /// <summary>O_DIRECTORY and O_NOFOLLOW have other numbers on arm64.</summary>
    static int OpenFolder => CloseOnExec | NonBlocking | (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 | 0x8000 : 0x10000 | 0x20000);

    /// <summary>Removes it. True when nothing of it is left.</summary>
    /// <param name="path">The folder; the one that it lies in has to be the caller's own.</param>
    public bool Remove(string path)
    {
        (_left, _device) = (maximumEntries, null);
        int above = openat(CurrentDirectory, Libc.Utf8(Path.GetDirectoryName(path)!), OpenFolder);
        if (above < 0) { return Marshal.GetLastPInvokeError() == NotThere; }
        try { return RemoveEntry(above, Libc.Utf8(Path.GetFileName(path)), FolderKind, 0); }
        finally { _ = close(above); }
    }

    bool RemoveEntry(int above, byte[] name, byte kind, int depth)
    {
        if (--_left < 0) { return false; }
        Met?.Invoke(Text(name), false);
        if (kind is FolderKind or UnknownKind && openat(above, name, OpenFolder) is >= 0 and var folder)
        {
            Met?.Invoke(Text(name), true);
            try
            {
                if (!Empty(folder, depth)) { return false; }
            }
            finally { _ = close(folder); }
            return IsDone(unlinkat(above, name, RemoveFolder));
        }
        // A file, or what is a link by now: the name alone goes.
        return IsDone(unlinkat(above, name, 0));
    }

    bool Empty(int folder, int depth)
    {
        // Another file system in here was put there by an administrator.
        var device = Libc.DeviceOf(folder);
        if (device is null || depth >= maximumDepth || device != (_device ??= device)) { return false; }
        for (int pass = 0; pass < Passes; pass++)
        {
            var entries = List(folder);
            if (entries.Count == 0) { return true; }
            foreach (var (name, kind) in entries) { RemoveEntry(folder, name, kind, depth + 1); }
            if (_left <= 0) { break; }
        }
        return List(folder).Count == 0;
    }

    List<(byte[] Name, byte Kind)> List(int folder)
    {
        var entries = new List<(byte[], byte)>();
        byte[] buffer = new byte[32 * 1024];
        _ = lseek(folder, 0, 0);
        while (entries.Count <= _left && ReadFolder(folder, buffer) is > 0 and var length)
        {
            for (int at = 0; at < length; at += BitConverter.ToUInt16(buffer, at + LengthOffset))
            {
                var rest = buffer.AsSpan(at + NameOffset);
                byte[] name = rest[..(rest.IndexOf((byte)0) + 1)].ToArray();
                if (name is not [(byte)'.', 0] and not [(byte)'.', (byte)'.', 0]) { entries.Add((name, buffer[at + KindOffset])); }
            }
        }
        return entries;
    }

    /// <summary>By its number: the C library has had a function for it since 2.30 only.</summary>
    static nint ReadFolder(int folder, byte[] buffer) => syscall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 61 : 217, folder, buffer, buffer.Length);

    static bool IsDone(int answer) => answer == 0 || Marshal.GetLastPInvokeError() == NotThere;

    static string Text(byte[] name) => Encoding.UTF8.GetString(name.AsSpan(0, name.Length - 1));

    [DllImport("libc", SetLastError = true)]
    static extern int openat(int folder, byte[] name, int flags);

    [DllImport("libc", SetLastError = true)]
    static extern int unlinkat(int folder, byte[] name, int flags);

    [DllImport("libc")]
    static extern nint lseek(int file, nint offset, int from);

    [DllImport("libc")]
    static extern int close(int file);

    [DllImport("libc")]
    static extern nint syscall(nint number, nint folder, byte[] buffer, nint length);
}
