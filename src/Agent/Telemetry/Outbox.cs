using BloxOs.Agent.Telemetry.Storage;
using BloxOs.Protocol;

namespace BloxOs.Agent.Telemetry;

/// <summary>
/// Samples that the server has not confirmed, oldest first, numbered upwards by one. Bounded: when it is full the oldest falls out and is counted.
/// Kept on disk, where there is one, so that a restart loses nothing. Safe for several threads.
/// </summary>
internal sealed class Outbox : IDisposable
{
    /// <summary>Two days at one sample every 30 s, which is as long as a server keeps samples by default.</summary>
    public const int DefaultCapacity = 5_760;

    /// <summary>A count above this cannot be meant: at one sample a second it takes longer than the universe has.</summary>
    public const long HighestSequence = 1L << 53;

    readonly Lock _lock = new();
    readonly SpilledSamples _samples;
    readonly int _capacity;
    Numbering _numbering;
    Stats? _newest;
    long _first, _next, _sentThrough, _dropped;

    /// <summary>In memory only.</summary>
    /// <param name="capacity">Samples that are kept.</param>
    public Outbox(int capacity = DefaultCapacity) : this(new SpilledSamples(), capacity) { }

    /// <summary>With what an earlier run left.</summary>
    /// <param name="samples">Where they are kept.</param>
    /// <param name="capacity">Samples that are kept.</param>
    public Outbox(SpilledSamples samples, int capacity = DefaultCapacity)
    {
        (_samples, _capacity) = (samples, capacity);
        _next = Math.Max(1, samples.End);
        _first = samples.First ?? _next;
        // With nothing waiting there is nothing to agree on: the first welcome says where to go on.
        if (samples.First is not null) { (_numbering, _sentThrough) = (samples.Numbering, samples.SentThrough); }
    }

    /// <summary>Samples waiting.</summary>
    public int Count { get { lock (_lock) { return (int)_samples.CountFrom(_first); } } }

    /// <summary>Samples that fell out because there was no room.</summary>
    public long Dropped { get { lock (_lock) { return _dropped; } } }

    /// <summary>Sequence of the newest sample, 0 for none yet.</summary>
    public long Newest { get { lock (_lock) { return _next == 1 ? 0 : Sequence(_next - 1); } } }

    /// <summary>Sequence of the oldest sample, that of the next one when none waits: everything below is confirmed, or fell out.</summary>
    public long Oldest { get { lock (_lock) { return Sequence(_first); } } }

    /// <summary>The newest sample of this run under its sequence, to be looked at: it does not count as sent. Null before the first.</summary>
    public Stats? Latest { get { lock (_lock) { return _newest is { } newest ? newest with { Sequence = Sequence(_next - 1) } : null; } } }

    /// <summary>Adds a sample and gives it the next sequence. False when an older one had to fall out.</summary>
    public bool Add(Stats sample)
    {
        byte[] packed = PackedSample.Pack(sample);
        lock (_lock)
        {
            long expected = _samples.CountFrom(_first) + 1;
            _samples.Add(new(_next++, packed));
            _newest = sample;
            if (_samples.First is { } first && first > _first) { _first = first; }
            while (_samples.CountFrom(_first) > _capacity) { _samples.DropBelow(++_first); }
            long dropped = expected - _samples.CountFrom(_first);
            _dropped += dropped;
            return dropped == 0;
        }
    }

    /// <summary>
    /// A connection begins, and the server has everything up to <paramref name="stored"/>. What was sent and is stored is dropped. Samples that
    /// were never sent get higher numbers where theirs are taken: all of them at the first welcome ever, before which the count began at 1.
    /// </summary>
    public void Welcome(long stored)
    {
        lock (_lock)
        {
            if (_numbering.Agreed) { Drop(Math.Min(stored - _numbering.Offset, _sentThrough)); }
            long lowest = Math.Min(_first, _next);
            if (!_numbering.Agreed || Sequence(lowest) <= stored)
            {
                _numbering = new(stored + 1 - lowest, Agreed: true);
                _samples.Renumber(_numbering);
            }
        }
    }

    /// <summary>Everything up to this sequence is stored; a number that was never sent confirms nothing.</summary>
    public void Acknowledge(long stored)
    {
        lock (_lock)
        {
            if (stored - _numbering.Offset <= _sentThrough) { Drop(stored - _numbering.Offset); }
        }
    }

    /// <summary>Up to <paramref name="maximum"/> samples behind a sequence, in order and at most up to <paramref name="through"/>; they stay until confirmed.</summary>
    public IReadOnlyList<Stats> TakeAfter(long sequence, int maximum, long through = long.MaxValue)
    {
        lock (_lock)
        {
            long from = Math.Max(_first, sequence - _numbering.Offset + 1);
            if (from >= _next || Sequence(from) > through) { return []; }
            if (from == _next - 1 && _newest is { } newest) { return Sent(from, [newest with { Sequence = Sequence(from) }]); }
            var kept = _samples.Read(from, maximum);
            while (kept.Count > 0)
            {
                var taken = kept.Where(k => Sequence(k.Number) <= through).Select(k => PackedSample.Unpack(k.Packed, Sequence(k.Number))).OfType<Stats>().ToList();
                if (taken.Count > 0) { return Sent(taken[^1].Sequence - _numbering.Offset, taken); }
                kept = _samples.Read(kept[^1].Number + 1, maximum);   // none of them can be read: on behind them
            }
            return [];
        }
    }

    List<Stats> Sent(long through, List<Stats> taken)
    {
        if (through > _sentThrough)
        {
            _sentThrough = through;
            _samples.NoteSent(through);
        }
        return taken;
    }

    void Drop(long through)
    {
        if (through < _first) { return; }
        _first = Math.Min(through + 1, _next);
        _samples.DropBelow(_first);
    }

    long Sequence(long number) => number + _numbering.Offset;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock) { _samples.Dispose(); }
    }
}
