using BloxOs.Protocol;

namespace BloxOs.Agent.Telemetry;

/// <summary>
/// Samples that the server has not confirmed, oldest first, numbered upwards by one. Bounded: when it is full the oldest falls out and is
/// counted. Kept in memory: a restart of the agent loses what was not confirmed. Safe for several threads.
/// </summary>
/// <param name="capacity">Samples that are kept; 2,880 are a day at one every 30 s.</param>
internal sealed class Outbox(int capacity = Outbox.DefaultCapacity)
{
    /// <summary>A day at one sample every 30 s.</summary>
    public const int DefaultCapacity = 2_880;

    /// <summary>A count above this cannot be meant: at one sample a second it takes longer than the universe has.</summary>
    public const long HighestSequence = 1L << 53;

    readonly Lock _lock = new();
    readonly LinkedList<Stats> _pending = [];
    long _next = 1;
    long _highestTaken;
    long _dropped;

    /// <summary>Samples waiting.</summary>
    public int Count { get { lock (_lock) { return _pending.Count; } } }

    /// <summary>Samples that fell out because the outbox was full.</summary>
    public long Dropped { get { lock (_lock) { return _dropped; } } }

    /// <summary>Sequence of the newest sample, 0 for none yet.</summary>
    public long Newest { get { lock (_lock) { return _next - 1; } } }

    /// <summary>Adds a sample and gives it the next sequence. False when an older one had to fall out.</summary>
    public bool Add(Stats sample)
    {
        lock (_lock)
        {
            _pending.AddLast(sample with { Sequence = _next++ });
            if (_pending.Count <= capacity) { return true; }
            _pending.RemoveFirst();
            _dropped++;
            return false;
        }
    }

    /// <summary>
    /// A connection begins, and the server has everything up to <paramref name="stored"/>. What was sent and is stored is dropped. Samples that
    /// were never sent get higher numbers where theirs are taken: all of them at the first welcome of this process, whose own count began at 1.
    /// </summary>
    public void Welcome(long stored)
    {
        lock (_lock)
        {
            bool first = _highestTaken == 0;
            Drop(Math.Min(stored, _highestTaken));
            if (first || _pending.First?.Value.Sequence <= stored) { Renumber(stored + 1); }
            _next = Math.Max(_next, stored + 1);
        }
    }

    /// <summary>Everything up to this sequence is stored; a number that was never sent confirms nothing.</summary>
    public void Acknowledge(long stored)
    {
        lock (_lock)
        {
            if (stored <= _highestTaken) { Drop(stored); }
        }
    }

    /// <summary>Up to <paramref name="maximum"/> samples behind a sequence, in order and at most up to <paramref name="through"/>; they stay until confirmed.</summary>
    public IReadOnlyList<Stats> TakeAfter(long sequence, int maximum, long through = long.MaxValue)
    {
        lock (_lock)
        {
            var taken = new List<Stats>(maximum);
            for (var node = FirstAfter(sequence); node is not null && taken.Count < maximum && node.Value.Sequence <= through; node = node.Next)
            {
                taken.Add(node.Value);
            }
            if (taken.Count > 0) { _highestTaken = Math.Max(_highestTaken, taken[^1].Sequence); }
            return taken;
        }
    }

    // From the nearer end: a cursor is nearly always at the newest sample.
    LinkedListNode<Stats>? FirstAfter(long sequence)
    {
        var node = _pending.Last;
        if (node is null || node.Value.Sequence <= sequence) { return null; }
        if (_pending.First!.Value.Sequence > sequence) { return _pending.First; }
        while (node.Previous is { } previous && previous.Value.Sequence > sequence) { node = previous; }
        return node;
    }

    void Drop(long through)
    {
        while (_pending.First is { } first && first.Value.Sequence <= through) { _pending.RemoveFirst(); }
    }

    void Renumber(long from)
    {
        _next = from;
        for (var node = _pending.First; node is not null; node = node.Next) { node.Value = node.Value with { Sequence = _next++ }; }
    }
}
