using System.Globalization;
using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Miners;

/// <summary>What runs, from <c>/proc</c>. What a process hides, or takes with it while one looks, is absent.</summary>
internal sealed class ProcessTable(SystemRoots roots)
{
    const int MaximumArguments = 512;

    /// <summary>Ids of all processes.</summary>
    public IEnumerable<int> Ids()
    {
        IEnumerable<string> folders;
        try { folders = Directory.EnumerateDirectories(roots.Proc); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return []; }
        return folders.Select(f => int.TryParse(Path.GetFileName(f.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0).Where(id => id > 0);
    }

    /// <summary>One process; null when it is gone.</summary>
    public ProcessInfo? Read(int id)
    {
        if (Stat(id) is not ({ } name, { } parent, { } start)) { return null; }
        string[] words = SystemFile.TextWithZeros(Of(id, "cmdline"))?.TrimEnd('\0').Split('\0', MaximumArguments) ?? [];
        // Threads of the kernel have no command line.
        if (words is [] or [""]) { return null; }
        string?[] names = [Link(Of(id, "exe"))?.Replace(" (deleted)", "", StringComparison.Ordinal), words[0], name];
        return new(id, parent, start, [.. names.Where(n => n is { Length: > 0 }).Select(n => n!).Distinct()], words[1..]);
    }

    /// <summary>Start of a process in ticks since boot; null when it is gone.</summary>
    public long? StartTicks(int id) => Stat(id).Start;

    /// <summary>Seconds for which it has been running; null when that cannot be told.</summary>
    public long? AgeSeconds(long startTicks)
    {
        string? uptime = SystemFile.Text(Path.Combine(roots.Proc, "uptime"))?.Split(' ')[0];
        // The kernel counts 100 ticks a second here on every architecture.
        return double.TryParse(uptime, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double now) && now * 100 >= startTicks ? (long)(now - startTicks / 100.0) : null;
    }

    /// <summary>Numbers of the sockets that a process holds; null when one may not look.</summary>
    public IReadOnlySet<long>? Sockets(int id)
    {
        var sockets = new HashSet<long>();
        try
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(Of(id, "fd")))
            {
                if (Link(path) is { } target && target.StartsWith("socket:[", StringComparison.Ordinal) && long.TryParse(target.AsSpan(8, target.Length - 9), out long inode)) { sockets.Add(inode); }
            }
            return sockets;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }
    }

    /// <summary>Name, parent and start. The name is in brackets and may hold anything, brackets too.</summary>
    (string? Name, int? Parent, long? Start) Stat(int id)
    {
        string? text = SystemFile.Text(Of(id, "stat"));
        int open = text?.IndexOf('(', StringComparison.Ordinal) ?? -1, close = text?.LastIndexOf(')') ?? -1;
        if (open < 0 || close < open) { return default; }
        string[] fields = text![(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool read = fields.Length > 19 & int.TryParse(fields.ElementAtOrDefault(1), out int parent) & long.TryParse(fields.ElementAtOrDefault(19), out long start);
        return read ? (text[(open + 1)..close], parent, start) : default;
    }

    string Of(int id, string file) => Path.Combine(roots.Proc, id.ToString(CultureInfo.InvariantCulture), file);

    static string? Link(string path)
    {
        try { return new FileInfo(path).LinkTarget; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }
    }
}
