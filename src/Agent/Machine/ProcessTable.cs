using System.Globalization;

namespace BloxOs.Agent.Machine;

/// <summary>What runs, from <c>/proc</c>. What a process hides, or takes with it while one looks, is absent.</summary>
/// <param name="roots">Where the kernel says it.</param>
internal sealed class ProcessTable(SystemRoots roots)
{
    const int MaximumArguments = 512;

    /// <summary>Fields of <c>stat</c> behind the name, by their number there less three.</summary>
    const int StateField = 0, ParentField = 1, SessionField = 3, StartField = 19;

    /// <summary>Id of this boot; null when the kernel does not tell.</summary>
    public string? BootId { get; } = SystemFile.Line(Path.Combine(roots.Proc, "sys/kernel/random/boot_id"));

    /// <summary>Ids of all processes.</summary>
    public IReadOnlyList<int> Ids()
    {
        var ids = new List<int>();
        try
        {
            foreach (string folder in Directory.EnumerateDirectories(roots.Proc))
            {
                if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id > 0) { ids.Add(id); }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
        return ids;
    }

    /// <summary>The process with this id; null when there is none.</summary>
    public ProcessEntry? Find(int id)
    {
        string? text = SystemFile.Text(Of(id, "stat"));
        // The second field is the program's name in brackets and may hold anything, brackets, blanks and line breaks too.
        int open = text?.IndexOf('(', StringComparison.Ordinal) ?? -1, close = text?.LastIndexOf(')') ?? -1;
        if (open < 0 || close < open) { return null; }
        string[] fields = text![(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartField && fields[StateField].Length == 1 && Number(fields[ParentField], out int parent) && Number(fields[SessionField], out int session)
            && long.TryParse(fields[StartField], NumberStyles.None, CultureInfo.InvariantCulture, out long start)
            ? new(id, text[(open + 1)..close]) { State = fields[StateField][0], ParentId = parent, Session = session, StartTicks = start }
            : null;
    }

    /// <summary>One process with its program and arguments; null when it is gone, and for threads of the kernel.</summary>
    public ProcessInfo? Read(int id)
    {
        if (Find(id) is not { } entry) { return null; }
        string[] words = SystemFile.TextWithZeros(Of(id, "cmdline"))?.TrimEnd('\0').Split('\0', MaximumArguments) ?? [];
        if (words is [] or [""]) { return null; }
        var names = new List<string>(3);
        foreach (string? name in new[] { Link(Of(id, "exe"))?.Replace(" (deleted)", "", StringComparison.Ordinal), words[0], entry.Name })
        {
            if (name is { Length: > 0 } && !names.Contains(name)) { names.Add(name); }
        }
        return new(id, entry.ParentId, entry.StartTicks, names, words[1..]);
    }

    /// <summary>Start of a process in ticks since boot; null when it is gone.</summary>
    public long? StartTicks(int id) => Find(id)?.StartTicks;

    /// <summary>Seconds for which it has been running; null when that cannot be told.</summary>
    public long? AgeSeconds(long startTicks)
    {
        string? uptime = SystemFile.Text(Path.Combine(roots.Proc, "uptime"))?.Split(' ')[0];
        // The kernel counts 100 ticks a second here on every architecture.
        return double.TryParse(uptime, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double now) && now * 100 >= startTicks ? (long)(now - startTicks / 100.0) : null;
    }

    /// <summary>True while exactly this process runs, not another one that got its id.</summary>
    /// <param name="id">Process id.</param>
    /// <param name="startTicks">Its start.</param>
    /// <param name="bootId">The boot during which that was.</param>
    public bool Runs(int id, long startTicks, string? bootId) => bootId == BootId && Find(id) is { Ended: false } entry && entry.StartTicks == startTicks;

    /// <summary>Leaders of sessions that carry this variable: what an agent started.</summary>
    /// <param name="variable"><c>KEY=value</c>.</param>
    public IReadOnlyList<ProcessEntry> LeadersWith(string variable) => Those(e => e.Id == e.Session, variable);

    /// <summary>Everything that has not ended and carries this variable: also what such a process started.</summary>
    /// <param name="variable"><c>KEY=value</c>.</param>
    public IReadOnlyList<ProcessEntry> With(string variable) => Those(_ => true, variable);

    List<ProcessEntry> Those(Func<ProcessEntry, bool> which, string variable)
    {
        var found = new List<ProcessEntry>();
        foreach (int id in Ids())
        {
            if (Find(id) is { Ended: false } entry && which(entry) && Has(id, variable)) { found.Add(entry); }
        }
        return found;
    }

    /// <summary>True when a process has this variable in the environment that it was started with.</summary>
    public bool Has(int id, string variable)
    {
        string environment = '\0' + SystemFile.TextWithZeros(Of(id, "environ")) + '\0';
        return environment.Contains('\0' + variable + '\0', StringComparison.Ordinal);
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

    string Of(int id, string file) => Path.Combine(roots.Proc, id.ToString(CultureInfo.InvariantCulture), file);

    static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    static string? Link(string path)
    {
        try { return new FileInfo(path).LinkTarget; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }
    }
}
