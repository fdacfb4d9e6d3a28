using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using BloxOs.Agent.Native;
using Microsoft.Win32.SafeHandles;

namespace BloxOs.Agent.Machine;

/// <summary>Reads the kernel's log line by line from <c>/dev/kmsg</c>, each line once, without ever waiting for one.</summary>
/// <param name="roots">Where the device is.</param>
/// <param name="inherited">Descriptor that may be the device already, opened by who may: the standard input, as the agent's unit has it.</param>
internal sealed partial class KernelLog(SystemRoots roots, int inherited = 0) : IDisposable
{
    const int MaximumRecord = 8 * 1024;
    const int ReadOnlyNonBlocking = 0x800, CloseOnExec = 0x80000;
    const int BrokenPipe = 32;
    const int KeptLines = 100, KeptLength = 300, Warning = 4;

    /// <summary>Of <c>/dev/kmsg</c>, on every Linux.</summary>
    static readonly (uint Major, uint Minor) Device = (1, 11);

    readonly Queue<string> _newest = new();
    SafeFileHandle? _handle;

    /// <summary>Why it can't be read; null when it can, or was not tried yet.</summary>
    public string? Problem { get; private set; }

    /// <summary>The newest warnings and worse that were read, for a person who looks into trouble: at most 100. Safe for several threads.</summary>
    public IReadOnlyList<string> Newest { get { lock (_newest) { return [.. _newest]; } } }

    /// <summary>Messages since the last call with the seconds after boot at which they were logged, at most so many.</summary>
    public IReadOnlyList<(double Seconds, string Message)> Read(int most)
    {
        var lines = new List<(double, string)>();
        if (!Open()) { return lines; }
        byte[] buffer = new byte[MaximumRecord];
        for (int i = 0; i < most; i++)
        {
            nint count = Read(_handle!, buffer, buffer.Length);
            if (count == 0) { break; }
            if (count < 0)
            {
                // The kernel overwrote what was not read yet; the next read goes on with the oldest that is left.
                if (Marshal.GetLastPInvokeError() == BrokenPipe) { continue; }
                break;
            }
            // A record of the device for each read; a file in its place gives many lines at once.
            foreach (string line in Encoding.UTF8.GetString(buffer, 0, (int)count).Split('\n'))
            {
                if (Parse(line) is not { } parsed) { continue; }
                lines.Add(parsed);
                Keep(line, parsed);
            }
        }
        return lines;
    }

    /// <summary>"6,339,5140900,-;message": priority, number, microseconds since boot, flags. Lines that begin with a blank tell more of the one before.</summary>
    internal static (double Seconds, string Message)? Parse(string line)
    {
        int semicolon = line.IndexOf(';', StringComparison.Ordinal);
        if (semicolon <= 0 || line[0] == ' ') { return null; }
        string[] head = line[..semicolon].Split(',');
        return head.Length >= 3 && long.TryParse(head[2], NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)
            ? (microseconds / 1e6, line[(semicolon + 1)..])
            : null;
    }

    void Keep(string line, (double Seconds, string Message) parsed)
    {
        // The priority, and in higher bits who logged it.
        if (!int.TryParse(line.AsSpan(0, line.IndexOf(',', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture, out int priority) || (priority & 7) > Warning) { return; }
        string text = parsed.Message.Length > KeptLength ? parsed.Message[..KeptLength] : parsed.Message;
        lock (_newest)
        {
            if (_newest.Count == KeptLines) { _newest.Dequeue(); }
            _newest.Enqueue(string.Create(CultureInfo.InvariantCulture, $"[{parsed.Seconds,12:0.000000}] {text}"));
        }
    }

    bool Open()
    {
        if (_handle is not null) { return true; }
        int descriptor = Open(Path.Combine(roots.Dev, "kmsg"), ReadOnlyNonBlocking | CloseOnExec);
        string? problem = descriptor < 0 ? new Win32Exception(Marshal.GetLastPInvokeError()).Message : null;
        bool given = problem is not null && Libc.DeviceThatIs(inherited) == Device && Libc.NeverWait(inherited);
        Problem = given ? null : problem;
        if (Problem is not null) { return false; }
        // Not closed with this: the agent that comes after an update reads on from there.
        _handle = given ? new(inherited, ownsHandle: false) : new(descriptor, ownsHandle: true);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, byte[] buffer, nint count);
}
