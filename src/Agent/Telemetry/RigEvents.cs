using BloxOs.Protocol;

namespace BloxOs.Agent.Telemetry;

/// <summary>What happened since the last sample, oldest first; travels with the next one. Bounded: the oldest falls out. Safe for several threads.</summary>
/// <param name="time">Clock of the events.</param>
internal sealed class RigEvents(TimeProvider time)
{
    /// <summary>Events that wait for a sample.</summary>
    public const int Capacity = 256;

    readonly Lock _lock = new();
    readonly Queue<RigEvent> _waiting = [];

    /// <summary>Adds one.</summary>
    /// <param name="kind">One of <see cref="RigEventKinds"/>.</param>
    /// <param name="text">For people, one line; cut to <see cref="ProtocolLimits.TextLength"/>.</param>
    /// <param name="instance">Miner instance, where it is about one.</param>
    /// <param name="busId">Card, where it is about one.</param>
    public void Add(string kind, string text, string? instance = null, string? busId = null)
    {
        string line = text.ReplaceLineEndings(" ");
        if (line.Length > ProtocolLimits.TextLength) { line = line[..ProtocolLimits.TextLength]; }
        lock (_lock)
        {
            _waiting.Enqueue(new() { At = time.GetUtcNow().ToUnixTimeMilliseconds(), Kind = kind, Text = line, Instance = instance, BusId = busId });
            if (_waiting.Count > Capacity) { _waiting.Dequeue(); }
        }
    }

    /// <summary>Takes out what one sample may carry; null when there is nothing.</summary>
    public IReadOnlyList<RigEvent>? Take()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0) { return null; }
            var taken = new List<RigEvent>();
            while (taken.Count < ProtocolLimits.Events && _waiting.TryDequeue(out var next)) { taken.Add(next); }
            return taken;
        }
    }
}
