using System.Collections.Immutable;

namespace BloxOs.Grains.Commands;

/// <summary>Lines of one miner's log.</summary>
/// <param name="First">Number of the first of <paramref name="Lines"/>, counted from 1.</param>
/// <param name="Lines">The lines; empty when there is nothing new.</param>
[GenerateSerializer, Immutable, Alias("bloxos.miner-log-lines")]
public sealed record MinerLogLines([property: Id(0)] long First, [property: Id(1)] ImmutableArray<string> Lines)
{
    /// <summary>Nothing.</summary>
    public static MinerLogLines None { get; } = new(1, []);

    /// <summary>Number of the last line; 0 when there is none.</summary>
    public long Last => First + Lines.Length - 1;
}

/// <summary>The logs of one rig's miners that somebody looks at, in memory only: a few instances, the newest lines of each, forgotten when nobody asks any more.</summary>
internal sealed class MinerLogs
{
    /// <summary>Lines that are kept of one miner.</summary>
    public const int MostLines = 300;

    /// <summary>How long an agent goes on after each time it is asked.</summary>
    public const int AskSeconds = 20;

    const int MostWatched = 8;

    /// <summary>The agent is asked again when somebody still looks after this long.</summary>
    static readonly TimeSpan s_askEvery = TimeSpan.FromSeconds(8);

    static readonly TimeSpan s_forgetAfter = TimeSpan.FromMinutes(1);

    readonly Dictionary<string, Watched> _watched = new(StringComparer.Ordinal);

    sealed class Watched
    {
        public DateTimeOffset LookedAt { get; set; }

        public DateTimeOffset? AskedAt { get; set; }

        public long First { get; set; } = 1;

        public List<string> Lines { get; } = [];

        public long Last => First + Lines.Count - 1;
    }

    /// <summary>Somebody looks.</summary>
    /// <returns>The lines after the one that he knows; and after which line the agent is to be asked, null when it sends already.</returns>
    public (MinerLogLines Lines, long? Ask) Look(string instance, long after, DateTimeOffset now)
    {
        Forget(now);
        if (!_watched.TryGetValue(instance, out var log))
        {
            if (_watched.Count >= MostWatched) { return (MinerLogLines.None, null); }
            _watched[instance] = log = new();
        }
        log.LookedAt = now;
        long? ask = null;
        if (log.AskedAt is not { } asked || now - asked >= s_askEvery) { (log.AskedAt, ask) = (now, log.Last); }
        int skip = (int)Math.Clamp(after > log.Last ? 0 : after - log.First + 1, 0, log.Lines.Count);   // a number from before the agent was made anew says nothing
        return (new(log.First + skip, [.. log.Lines.Skip(skip)]), ask);
    }

    /// <summary>Lines came. What nobody looks at is dropped.</summary>
    public void Take(string instance, MinerLogLines lines, DateTimeOffset now)
    {
        Forget(now);
        if (!_watched.TryGetValue(instance, out var log) || lines.Lines.IsEmpty) { return; }
        if (lines.First > log.Last + 1 || lines.Last < log.First || (lines.First == 1 && log.Lines.Count > 0 && lines.Last < log.Last))
        {
            log.Lines.Clear();   // a gap, or the agent counts anew
            log.First = lines.First;
        }
        int known = (int)Math.Clamp(log.Last - lines.First + 1, 0, lines.Lines.Length);
        log.Lines.AddRange(lines.Lines.Skip(known));
        int over = log.Lines.Count - MostLines;
        if (over <= 0) { return; }
        log.Lines.RemoveRange(0, over);
        log.First += over;
    }

    /// <summary>A new connection has to be asked anew.</summary>
    public void Reconnected()
    {
        foreach (var log in _watched.Values) { log.AskedAt = null; }
    }

    void Forget(DateTimeOffset now)
    {
        foreach (string instance in _watched.Where(w => now - w.Value.LookedAt > s_forgetAfter).Select(static w => w.Key).ToList()) { _watched.Remove(instance); }
    }
}
