using System.Runtime.InteropServices;

namespace BloxOs.Agent.Native;

/// <summary>The few calls of the C library that .NET has no way to.</summary>
internal static class Libc
{
    /// <summary>Polite request to end.</summary>
    public const int SignalTerminate = 15;

    /// <summary>End without a word.</summary>
    public const int SignalKill = 9;

    const int ReadOnly = 0, NoHang = 1, MayWrite = 2, MayRead = 4;
    const int DoNotNeed = 4, CurrentDirectory = -100;
    const short PollOut = 4;

    /// <summary>Sends a signal; a negative id is a process group. False when it could not be sent; <see cref="Marshal.GetLastPInvokeError"/> says why.</summary>
    public static bool Kill(int process, int signal) => kill(process, signal) == 0;

    /// <summary>The user that this process runs as; 0 is root.</summary>
    public static uint EffectiveUser() => geteuid();

    /// <summary>Process id of the parent.</summary>
    public static int Parent => getppid();

    /// <summary>Exit status of a child that ended, above 128 for a signal; null when it has not ended or is no child of ours.</summary>
    public static int? Reap(int process)
    {
        if (waitpid(process, out int status, NoHang) != process) { return null; }
        int signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }

    /// <summary>Makes a rename in this directory survive a power cut. False when it could not be done.</summary>
    public static bool FlushDirectory(string path)
    {
        int file = open(Utf8(path), ReadOnly);
        if (file < 0) { return false; }
        bool done = fsync(file) == 0;
        _ = close(file);
        return done;
    }

    /// <summary>The path with every link resolved; null when it leads nowhere.</summary>
    public static string? RealPath(string path)
    {
        nint text = realpath(Utf8(path), 0);
        if (text == 0) { return null; }
        string? real = Marshal.PtrToStringUTF8(text);
        free(text);
        return real;
    }

    /// <summary>Whether this user may write there: rights, and a disk that takes writes.</summary>
    public static bool IsWritable(string path) => access(Utf8(path), MayWrite) == 0;

    /// <summary>Whether this user may read it.</summary>
    public static bool IsReadable(string path) => access(Utf8(path), MayRead) == 0;

    /// <summary>The user and group whose a file is, and its rights, links followed; null when there is none or the kernel does not tell.</summary>
    public static (uint User, uint Group, UnixFileMode Rights)? OwnerOf(string path)
    {
        const int user = 20, group = 24, rights = 28, permissions = 0xfff;
        return StatusOf(CurrentDirectory, path, 0) is { } answer
            ? (BitConverter.ToUInt32(answer, user), BitConverter.ToUInt32(answer, group), (UnixFileMode)(BitConverter.ToUInt16(answer, rights) & permissions))
            : null;
    }

    /// <summary>The file system that an open file is on; null when the kernel does not tell.</summary>
    public static (uint Major, uint Minor)? DeviceOf(int file)
    {
        const int major = 136, minor = 140, ofTheFileItself = 0x1000;
        return StatusOf(file, "", ofTheFileItself) is { } answer ? (BitConverter.ToUInt32(answer, major), BitConverter.ToUInt32(answer, minor)) : null;
    }

    /// <summary>The device that an open file is, if it is one; null when the kernel does not tell.</summary>
    public static (uint Major, uint Minor)? DeviceThatIs(int file)
    {
        const int major = 128, minor = 132, ofTheFileItself = 0x1000;
        return StatusOf(file, "", ofTheFileItself) is { } answer ? (BitConverter.ToUInt32(answer, major), BitConverter.ToUInt32(answer, minor)) : null;
    }

    /// <summary>Makes reads of an open file never wait. False when it could not be done.</summary>
    public static bool NeverWait(int file)
    {
        const int setFlags = 4, nonBlocking = 0x800;
        return fcntl(file, setFlags, nonBlocking) == 0;
    }

    // statx is laid out alike everywhere, unlike stat, and C libraries before 2.28 have no function for it.
    static byte[]? StatusOf(int directory, string path, int flags)
    {
        const int x64 = 332, arm64 = 291, wanted = 0x1b;
        byte[] answer = new byte[256];
        return syscall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? arm64 : x64, directory, Utf8(path), flags, wanted, answer) == 0 ? answer : null;
    }

    /// <summary>Gives an open file to a user. False when it could not be done.</summary>
    public static bool GiveTo(Microsoft.Win32.SafeHandles.SafeFileHandle file, uint user, uint group) => fchown(file, user, group) == 0;

    /// <summary>Gives a file to a user. False when it could not be done.</summary>
    public static bool GiveTo(string path, uint user, uint group) => lchown(Utf8(path), user, group) == 0;

    /// <summary>Replaces the program of this process; returns only when that failed, with the error number.</summary>
    public static int Execute(string program, IReadOnlyList<string> arguments)
    {
        using var words = new NativeStrings(arguments);
        _ = execv(Utf8(program), words.Pointer);
        return Marshal.GetLastPInvokeError();
    }

    /// <summary>Writes to an open file; the number of bytes that it took, negative for a failure: <see cref="Marshal.GetLastPInvokeError"/> says why.</summary>
    public static unsafe nint Write(int file, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes) { return write(file, start, bytes.Length); }
    }

    /// <summary>Waits until an open file takes bytes again.</summary>
    public static void WaitToWrite(int file)
    {
        var wait = new PollEntry { File = file, Events = PollOut };
        _ = poll(ref wait, 1, -1);
    }

    /// <summary>Gives back the memory of a mapped range; what is needed of it again is read from its file. False when it could not be done.</summary>
    public static bool Forget(long start, long length) => madvise((nint)start, (nuint)length, DoNotNeed) == 0;

    internal static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text + '\0');

    [DllImport("libc", SetLastError = true)]
    static extern int kill(int process, int signal);

    [DllImport("libc")]
    static extern uint geteuid();

    [DllImport("libc")]
    static extern int getppid();

    [DllImport("libc", SetLastError = true)]
    static extern int waitpid(int process, out int status, int options);

    [DllImport("libc", SetLastError = true)]
    static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    static extern int fcntl(int file, int command, nint argument);

    [DllImport("libc", SetLastError = true)]
    static extern int fsync(int file);

    [DllImport("libc")]
    static extern int close(int file);

    [DllImport("libc", SetLastError = true)]
    static extern nint realpath(byte[] path, nint resolved);

    [DllImport("libc")]
    static extern void free(nint pointer);

    [DllImport("libc", SetLastError = true)]
    static extern unsafe nint write(int file, byte* bytes, nint count);

    [DllImport("libc")]
    static extern int madvise(nint start, nuint length, int advice);

    [DllImport("libc")]
    static extern int poll(ref PollEntry entries, nuint count, int milliseconds);

    [DllImport("libc")]
    static extern int access(byte[] path, int mode);

    [DllImport("libc")]
    static extern nint syscall(nint number, nint directory, byte[] path, nint flags, nint mask, byte[] answer);

    [DllImport("libc", SetLastError = true)]
    static extern int fchown(Microsoft.Win32.SafeHandles.SafeFileHandle file, uint user, uint group);

    [DllImport("libc", SetLastError = true)]
    static extern int lchown(byte[] path, uint user, uint group);

    [DllImport("libc", SetLastError = true)]
    static extern int execv(byte[] path, nint arguments);

    struct PollEntry
    {
        public int File;
        public short Events;
        public short Happened;
    }
}
