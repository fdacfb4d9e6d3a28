namespace BloxOs.Grains.Commands;

/// <summary>
/// The logs of miners that somebody looks at, of all rigs of this silo: in memory only, forgotten when nobody looks any more, and bounded for each
/// rig and for the silo, whoever looks at how many.
/// </summary>
public sealed class MinerLogs(TimeProvider time)
{
    /// <summary>Miners of one rig that are looked at.</summary>
    public const int MostOfRig = 8;

    /// <summary>Miners of all rigs that are looked at.</summary>
    public const int MostOfSilo = 512;

    /// <summary>Characters that are kept of one rig.</summary>
    public const int RigCharacters = 256 * 1024;

    /// <summary>Characters that are kept of all rigs: 32 MB.</summary>
    public const int SiloCharacters = 16 * 1024 * 1024;

    /// <summary>How long an agent goes on after each time it is asked.</summary>
    public const int AskSeconds = 20;

    /// <summary>The agent is asked again when somebody still looks after this long.</summary>
    static readonly TimeSpan s_askEvery = TimeSpan.FromSeconds(8);

    static readonly TimeSpan s_forgetAfter = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    readonly Dictionary<string, Dictionary<string, WatchedLog>> _rigs = new(StringComparer.Ordinal);
    long _characters;
    int _count;

    /// <summary>Characters that are kept now.</summary>
    public long Characters { get { lock (_lock) { return _characters; } } }

    /// <summary>Somebody looks.</summary>
    /// <returns>The lines after the one that he knows; and after which line the agent is to be asked, null when it sends already.</returns>
    public (MinerLogLines Lines, long? Ask) Look(string rigId, string instance, long after)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            Forget(now);
            if (Find(rigId, instance) is not { } log) { return (MinerLogLines.None, null); }
            log.LookedAt = now;
            long? ask = null;
            if (log.AskedAt is not { } asked || now - asked >= s_askEvery) { (log.AskedAt, ask) = (now, log.Last); }
            return (log.After(after), ask);
        }
    }

    /// <summary>Lines came. What nobody looks at is dropped.</summary>
    public void Take(string rigId, string instance, MinerLogLines lines)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            Forget(now);
            if (!_rigs.TryGetValue(rigId, out var logs) || !logs.TryGetValue(instance, out var log) || lines.Lines.IsEmpty) { return; }
            int before = log.Characters, others = logs.Values.Sum(static l => l.Characters) - before;
            log.Take(lines, Math.Max(0, RigCharacters - others));
            _characters += log.Characters - before;
            while (_characters > SiloCharacters && Oldest() is var (rig, name)) { Drop(rig, name); }
        }
    }

    /// <summary>A new connection of the rig has to be asked anew.</summary>
    public void Reconnected(string rigId)
    {
        lock (_lock)
        {
            if (!_rigs.TryGetValue(rigId, out var logs)) { return; }
            foreach (var log in logs.Values) { log.AskedAt = null; }
        }
    }

    /// <summary>The log, made when there is none; null when too many are looked at.</summary>
    WatchedLog? Find(string rigId, string instance)
    {
        if (_rigs.TryGetValue(rigId, out var logs) && logs.TryGetValue(instance, out var log)) { return log; }
        if (logs?.Count >= MostOfRig || _count >= MostOfSilo) { return null; }
        if (logs is null) { _rigs[rigId] = logs = new(StringComparer.Ordinal); }
        _count++;
        return logs[instance] = new();
    }

    void Forget(DateTimeOffset now)
    {
        while (Oldest() is var (rig, name) && now - _rigs[rig][name].LookedAt > s_forgetAfter) { Drop(rig, name); }
    }

    /// <summary>The one at which nobody has looked for the longest. There are few: people look at them.</summary>
    (string Rig, string Instance)? Oldest()
    {
        (string, string)? oldest = null;
        var at = DateTimeOffset.MaxValue;
        foreach (var (rig, logs) in _rigs)
        {
            foreach (var (name, log) in logs)
            {
                if (log.LookedAt < at) { (oldest, at) = ((rig, name), log.LookedAt); }
            }
        }
        return oldest;
    }

    void Drop(string rig, string instance)
    {
        _characters -= _rigs[rig][instance].Characters;
        _rigs[rig].Remove(instance);
        _count--;
        if (_rigs[rig].Count == 0) { _rigs.Remove(rig); }
    }
}
