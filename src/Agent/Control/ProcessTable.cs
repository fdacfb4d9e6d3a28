using System.Globalization;
using System.Text;
using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Control;

/// <summary>What the kernel says about processes.</summary>
/// <param name="roots">Where it says it.</param>
internal sealed class ProcessTable(SystemRoots roots)
{
    const int MaximumEnvironment = 256 * 1024;

    /// <summary>Id of this boot; null when the kernel does not tell.</summary>
    public string? BootId { get; } = SystemFile.Line(Path.Combine(roots.Proc, "sys/kernel/random/boot_id"));

    /// <summary>A process as its <c>stat</c> shows it.</summary>
    /// <param name="Id">Process id.</param>
    /// <param name="State">One letter; <c>Z</c> has ended.</param>
    /// <param name="Session">Its session.</param>
    /// <param name="StartTicks">When it began, in ticks since the boot.</param>
    public sealed record Entry(int Id, char State, int Session, long StartTicks)
    {
        /// <summary>It has ended, and only its exit status is left.</summary>
        public bool Ended => State is 'Z' or 'X' or 'x';
    }

    /// <summary>The process with this id; null when there is none.</summary>
    public Entry? Find(int id)
    {
        string? line = SystemFile.Line(Path.Combine(roots.Proc, id.ToString(CultureInfo.InvariantCulture), "stat"));
        // The second field is the program's name in brackets and may hold anything, brackets and blanks too.
        int end = line?.LastIndexOf(')') ?? -1;
        string[] fields = end < 0 ? [] : line![(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 19 && int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out int session)
            && long.TryParse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture, out long start)
            ? new(id, fields[0][0], session, start)
            : null;
    }

    /// <summary>True while exactly this process runs, not another one that got its id.</summary>
    public bool Runs(MinerProcess process) =>
        process.BootId == BootId && Find(process.Id) is { Ended: false } entry && entry.StartTicks == process.StartTicks;

    /// <summary>Every process of a session.</summary>
    public IReadOnlyList<Entry> OfSession(int session) => [.. All().Where(e => e.Session == session)];

    /// <summary>Leaders of sessions that carry this variable: miners that an agent started.</summary>
    /// <param name="variable"><c>KEY=value</c>.</param>
    public IReadOnlyList<Entry> LeadersWith(string variable) => [.. All().Where(e => e.Id == e.Session && !e.Ended && Has(e.Id, variable))];

    /// <summary>True when a process has this variable in the environment that it was started with.</summary>
    public bool Has(int id, string variable) => Environment(id).Contains(variable, StringComparer.Ordinal);

    IEnumerable<Entry> All()
    {
        foreach (string folder in SystemFile.Directories(roots.Proc))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Find(id) is { } entry) { yield return entry; }
        }
    }

    string[] Environment(int id)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(roots.Proc, id.ToString(CultureInfo.InvariantCulture), "environ"));
            byte[] bytes = new byte[16 * 1024];
            using var all = new MemoryStream();
            while (all.Length < MaximumEnvironment && file.Read(bytes) is > 0 and var count) { all.Write(bytes, 0, count); }
            return Encoding.UTF8.GetString(all.GetBuffer(), 0, (int)all.Length).Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return []; }
    }
}
