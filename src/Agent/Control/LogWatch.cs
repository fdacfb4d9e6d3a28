using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>Which logs somebody looks at, and what of them was sent. For one connection.</summary>
/// <param name="supervisor">Whose logs.</param>
/// <param name="time">Clock.</param>
internal sealed class LogWatch(MinerSupervisor supervisor, TimeProvider time)
{
    /// <summary>Least time between two messages.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(500);

    /// <summary>A message stays below this.</summary>
    public const int MaximumBytes = 48 * 1024;

    const int LongestSeconds = 120;

    readonly Lock _lock = new();
    readonly Dictionary<string, Watched> _watched = [];
    int _turn;

    sealed record Watched(LogRing Ring, long After, long Since, TimeSpan For);

    /// <summary>Somebody looks, or looks no more.</summary>
    public void Watch(WatchLog message)
    {
        if (message.Instance is not { } name) { return; }
        lock (_lock)
        {
            if (message.Seconds <= 0) { _watched.Remove(name); }
            else if (supervisor.Find(name)?.Log is { } ring)
            {
                _watched[name] = new(ring, Math.Max(0, message.After), time.GetTimestamp(), TimeSpan.FromSeconds(Math.Min(message.Seconds, LongestSeconds)));
            }
        }
    }

    /// <summary>True while somebody looks at anything.</summary>
    public bool Active { get { lock (_lock) { return _watched.Count > 0; } } }

    /// <summary>The next lines to send, in turns; null when there are none.</summary>
    public MinerLog? Next()
    {
        lock (_lock)
        {
            foreach (string name in _watched.Where(w => time.GetElapsedTime(w.Value.Since) >= w.Value.For).Select(w => w.Key).ToList()) { _watched.Remove(name); }
            string[] names = [.. _watched.Keys.Order(StringComparer.Ordinal)];
            for (int i = 0; i < names.Length; i++)
            {
                string name = names[_turn++ % names.Length];
                var watched = _watched[name];
                var (first, lines) = watched.Ring.After(watched.After, ProtocolLimits.LogLines);
                if (lines.Count == 0) { continue; }
                var message = Fitting(new() { Instance = name, First = first, Lines = lines });
                _watched[name] = watched with { After = first + message.Lines!.Count - 1 };
                return message;
            }
            return null;
        }
    }

    static MinerLog Fitting(MinerLog message)
    {
        while (message.Lines!.Count > 1 && ProtocolJson.ToUtf8(message).Length > MaximumBytes) { message = message with { Lines = [.. message.Lines.Take(message.Lines.Count / 2)] }; }
        return message;
    }
}
