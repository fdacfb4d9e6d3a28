using System.Runtime.InteropServices;

namespace BloxOs.Agent.Native;

/// <summary>
/// Starts a program in a session of its own, with its output appended to a file: nothing of it depends on this process any more. The class library cannot do
/// that: its children get pipes, which fill or break when the agent is away.
/// </summary>
internal static class Spawn
{
    /// <summary>More than glibc and musl need for either structure (336 and 80 bytes).</summary>
    const int StructureBytes = 1024;

    /// <summary>A signal set of glibc and of musl has 128 bytes.</summary>
    const int SignalSetBytes = 128;

    const int WriteOnly = 1, Create = 0x40, Append = 0x400, OwnerReadWrite = 0x180;
    const short SetSignalDefaults = 0x04, SetSignalMask = 0x08, NewSession = 0x80;

    /// <summary>Starts it and returns its process id, which is that of its session and group too.</summary>
    /// <param name="program">Full path.</param>
    /// <param name="arguments">Whole vector, the program's name first.</param>
    /// <param name="environment">Whole environment, <c>KEY=value</c>.</param>
    /// <param name="directory">Working directory; ignored by a C library older than glibc 2.29.</param>
    /// <param name="output">File to which standard output and error are appended.</param>
    /// <exception cref="IOException">It could not be started; the message says why.</exception>
    public static int Start(string program, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, string directory, string output)
    {
        nint actions = Marshal.AllocHGlobal(StructureBytes), attributes = Marshal.AllocHGlobal(StructureBytes);
        using var words = new NativeStrings(arguments);
        using var variables = new NativeStrings(environment);
        try
        {
            Check(posix_spawn_file_actions_init(actions));
            Check(posix_spawnattr_init(attributes));
            Prepare(actions, attributes, directory, output);
            Check(posix_spawn(out int process, Libc.Utf8(program), actions, attributes, words.Pointer, variables.Pointer));
            return process;
        }
        finally
        {
            _ = posix_spawn_file_actions_destroy(actions);
            _ = posix_spawnattr_destroy(attributes);
            Marshal.FreeHGlobal(actions);
            Marshal.FreeHGlobal(attributes);
        }
    }

    static void Prepare(nint actions, nint attributes, string directory, string output)
    {
        Check(posix_spawn_file_actions_addopen(actions, 0, Libc.Utf8("/dev/null"), 0, 0));
        Check(posix_spawn_file_actions_addopen(actions, 1, Libc.Utf8(output), WriteOnly | Create | Append, OwnerReadWrite));
        Check(posix_spawn_file_actions_adddup2(actions, 1, 2));
        try { Check(posix_spawn_file_actions_addchdir_np(actions, Libc.Utf8(directory))); }
        catch (EntryPointNotFoundException) { }
        // The runtime ignores SIGPIPE, and what is ignored stays so over an exec.
        byte[] all = new byte[SignalSetBytes], none = new byte[SignalSetBytes];
        _ = sigfillset(all);
        _ = sigemptyset(none);
        Check(posix_spawnattr_setsigdefault(attributes, all));
        Check(posix_spawnattr_setsigmask(attributes, none));
        Check(posix_spawnattr_setflags(attributes, SetSignalDefaults | SetSignalMask | NewSession));
    }

    static void Check(int error)
    {
        if (error != 0) { throw new IOException(Marshal.GetPInvokeErrorMessage(error)); }
    }

    [DllImport("libc")]
    static extern int posix_spawn(out int process, byte[] path, nint actions, nint attributes, nint arguments, nint environment);

    [DllImport("libc")]
    static extern int posix_spawn_file_actions_init(nint actions);

    [DllImport("libc")]
    static extern int posix_spawn_file_actions_destroy(nint actions);

    [DllImport("libc")]
    static extern int posix_spawn_file_actions_addopen(nint actions, int file, byte[] path, int flags, uint mode);

    [DllImport("libc")]
    static extern int posix_spawn_file_actions_adddup2(nint actions, int from, int to);

    [DllImport("libc")]
    static extern int posix_spawn_file_actions_addchdir_np(nint actions, byte[] path);

    [DllImport("libc")]
    static extern int posix_spawnattr_init(nint attributes);

    [DllImport("libc")]
    static extern int posix_spawnattr_destroy(nint attributes);

    [DllImport("libc")]
    static extern int posix_spawnattr_setflags(nint attributes, short flags);

    [DllImport("libc")]
    static extern int posix_spawnattr_setsigdefault(nint attributes, byte[] signals);

    [DllImport("libc")]
    static extern int posix_spawnattr_setsigmask(nint attributes, byte[] signals);

    [DllImport("libc")]
    static extern int sigfillset(byte[] signals);

    [DllImport("libc")]
    static extern int sigemptyset(byte[] signals);
}
