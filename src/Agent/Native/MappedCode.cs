using System.Globalization;

namespace BloxOs.Agent.Native;

/// <summary>
/// Gives the memory of mapped files back once the start is over: most code, of the agent and of OpenSSL, runs once. The kernel maps what is called again, from
/// its cache or the file, so this costs a few page faults and saves a third of the agent's memory for as long as it runs.
/// </summary>
internal static class MappedCode
{
    static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(40);

    /// <summary>Waits for the start to be over, and gives back once.</summary>
    public static async Task ReleaseAsync(TimeProvider time, CancellationToken cancellation)
    {
        try { await Task.Delay(AfterStart, time, cancellation); }
        catch (OperationCanceledException) { return; }
        Release();
    }

    /// <summary>Gives back now. The number of bytes that were asked for; 0 where the kernel does not tell its maps.</summary>
    public static long Release()
    {
        string[] maps;
        try { maps = File.ReadAllLines("/proc/self/smaps"); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return 0; }
        long released = 0;
        foreach (var (start, length) in Untouched(maps))
        {
            if (Libc.Forget(start, length)) { released += length; }
        }
        return released;
    }

    /// <summary>Mapped files that may not be written to and of which no page differs from the file: giving back another would lose what was written.</summary>
    /// <param name="maps">Lines of <c>/proc/self/smaps</c>.</param>
    public static IEnumerable<(long Start, long Length)> Untouched(IEnumerable<string> maps)
    {
        (long Start, long Length)? candidate = null;
        foreach (string line in maps)
        {
            if (line.StartsWith("Anonymous:", StringComparison.Ordinal))
            {
                if (candidate is { } found && line.AsSpan("Anonymous:".Length).Trim() is "0 kB") { yield return found; }
                candidate = null;
            }
            else if (line.Contains('-', StringComparison.Ordinal) && Head(line) is { } head) { candidate = head.File ? (head.Start, head.Length) : null; }
        }
    }

    // "7f0-7f1 r-xp 00000000 fe:00 123    /usr/lib/x.so"; null for a line that is no head.
    static (long Start, long Length, bool File)? Head(string line)
    {
        string[] words = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        string[] ends = words[0].Split('-');
        if (words.Length < 5 || ends.Length != 2 || !Number(ends[0], out long start) || !Number(ends[1], out long end)) { return null; }
        bool readOnly = words[1].Length == 4 && words[1][0] == 'r' && words[1][1] == '-' && words[1][3] == 'p';
        return (start, end - start, readOnly && words.Length == 6 && words[5].StartsWith('/'));
    }

    static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
}
