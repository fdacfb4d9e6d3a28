using BloxOs.Protocol;
using BloxOs.RigSim.Fleet;

namespace BloxOs.RigSim.Agents;

/// <summary>Samples of one rig from the reading to the acknowledgement. Not thread-safe.</summary>
internal sealed class Outbox(int capacity, FleetTally tally)
{
    // As the real agent has it: two messages on their way hold up nothing for long.
    const int BacklogBytes = 32 * 1024;

    readonly Queue<Entry> entries = new();
    long next = 1;
    long sentUpTo;
    long pastEnd;

    /// <summary>Samples that are not acknowledged.</summary>
    public int Count => entries.Count;

    /// <summary>Sequence of the next sample.</summary>
    public long NextSequence => next;

    /// <summary>The newest sample; null before the first.</summary>
    public Stats? Newest { get; private set; }

    /// <summary>Samples that were not sent on this connection.</summary>
    public int Unsent => (int)Math.Min(entries.Count, next - 1 - sentUpTo);

    /// <summary>Samples that were sent on this connection and that the server has not called stored.</summary>
    public int InFlight => entries.Count - Unsent;

    /// <summary>Samples from before the first connection wait for their acknowledgement.</summary>
    public bool HasPast => entries.TryPeek(out var oldest) && oldest.Sequence <= pastEnd;

    /// <summary>Samples that were read before, each of which is made when its turn comes: a day of a fleet would not fit into memory.</summary>
    /// <param name="count">How many.</param>
    /// <param name="past">Makes the one with this number; called in order.</param>
    public void Remember(int count, Func<long, Stats> past)
    {
        for (int i = 0; i < count; i++) { entries.Enqueue(new(next++, past)); }
        pastEnd = next - 1;
        tally.Add(Counted.SamplesProduced, count);
    }

    /// <summary>Keeps a new sample; the oldest is lost when there are too many.</summary>
    public void Keep(Stats sample)
    {
        entries.Enqueue(new(sample.Sequence, _ => sample));
        Newest = sample;
        next = sample.Sequence + 1;
        tally.Add(Counted.SamplesProduced);
        if (entries.Count <= capacity) { return; }
        var lost = entries.Dequeue();
        sentUpTo = Math.Max(sentUpTo, lost.Sequence);
        tally.Add(Counted.SamplesOverflowed);
    }

    /// <summary>A connection begins: everything beyond what is stored will be sent (again).</summary>
    public void Welcome(long stored)
    {
        Acknowledge(stored, null);
        sentUpTo = stored;
        next = Math.Max(next, stored + 1);
    }

    /// <summary>Everything up to this sequence is safe. Latency is measured for samples that were sent once, alone.</summary>
    public void Acknowledge(long stored, Func<long, TimeSpan>? since)
    {
        while (entries.TryPeek(out var entry) && entry.Sequence <= stored)
        {
            entries.Dequeue();
            tally.Add(Counted.SamplesAcknowledged);
            if (entry.Sends == 1 && entry.SentAt is { } sentAt && since is not null) { tally.StatsLatency.Add(since(sentAt)); }
        }
    }

    /// <summary>The samples to send now, oldest first: as many as one message may hold. They count as sent.</summary>
    /// <param name="timestamp">Now, for the latency of a sample that goes alone.</param>
    public List<Stats> Take(long timestamp)
    {
        var taken = new List<Stats>();
        bool alone = Unsent == 1;
        int bytes = 0;
        foreach (var entry in entries)
        {
            if (entry.Sequence <= sentUpTo) { continue; }
            bytes += alone ? 0 : entry.Length();
            if (taken.Count > 0 && (taken.Count == ProtocolLimits.BacklogSamples || bytes > BacklogBytes)) { break; }
            taken.Add(entry.Sample);
            if (entry.Sends++ > 0) { tally.Add(Counted.SamplesReplayed); } else { tally.Add(Counted.SamplesSent); }
            entry.SentAt = alone ? timestamp : null;
        }
        if (taken.Count > 0) { sentUpTo = taken[^1].Sequence; }
        return taken;
    }

    sealed class Entry(long sequence, Func<long, Stats> make)
    {
        Stats? sample;
        int length;

        public long Sequence => sequence;

        public Stats Sample => sample ??= make(sequence);

        public int Sends { get; set; }

        public long? SentAt { get; set; }

        public int Length() => length > 0 ? length : length = ProtocolJson.ToUtf8(Sample).Length;
    }
}
