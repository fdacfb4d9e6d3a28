using BloxOs.Data.Telemetry;

namespace BloxOs.Data.History;

/// <summary>
/// Reads the packed history, and what waits to be packed. A coarse resolution ends where it was last made: from there on the next finer one is read, down to the
/// samples in the journal, so that the live edge is in every answer.
/// </summary>
internal sealed class HistoryReader(IHistoryStore store, ITelemetryStore telemetry, ISampleFormat format, HistoryOptions options, TimeProvider time) : IHistoryReader
{
    /// <summary>How long before the range samples are read as well: the first increase of a counter needs the count before it.</summary>
    const long CounterLead = 600_000;

    /// <summary>
    /// How much earlier than points are surely kept a range may begin and have them still: "the last 30 days" were 30 days when they were asked for, some moments ago. What is deleted goes
    /// in slots of an hour and more, so that mostly nothing is missing there; at worst it is as long as this.
    /// </summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    public async Task<HistoryAnswer> ReadAsync(HistoryQuery query, CancellationToken cancellation)
    {
        query.Check();
        var now = time.GetUtcNow();
        using var read = new HistoryRead(query, ResolutionFor(query, now));
        if (read.Resolution == HistoryResolution.Hour) { await ReadPointsAsync(read, HistoryResolution.Hour, cancellation); }
        if (read.Resolution != HistoryResolution.Raw) { await ReadPointsAsync(read, HistoryResolution.FiveMinutes, cancellation); }
        await ReadSamplesAsync(read, cancellation);
        return read.Finish(now - options.Raw);
    }

    /// <summary>The coarsest that has a point for every point that was asked for, unless the start of the range is kept in a coarser one only.</summary>
    HistoryResolution ResolutionFor(HistoryQuery query, DateTimeOffset now)
    {
        long step = (long)(query.To - query.From).TotalMilliseconds / query.MaxPoints;
        if (step >= ChunkKey.PointLength(HistoryResolution.Hour) || query.From < now - options.FiveMinutes - Slack) { return HistoryResolution.Hour; }
        return step >= ChunkKey.PointLength(HistoryResolution.FiveMinutes) || query.From < now - options.Raw - Slack ? HistoryResolution.FiveMinutes : HistoryResolution.Raw;
    }

    async Task ReadPointsAsync(HistoryRead read, HistoryResolution resolution, CancellationToken cancellation)
    {
        if (read.From >= read.To) { return; }
        var chunks = await store.ReadAsync(
            read.Query.SubjectId, resolution, ChunkKey.SlotOf(resolution, read.From), ChunkKey.SlotOf(resolution, read.To - 1), cancellation);
        long end = read.From;
        foreach (var chunk in chunks)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryRead(() => read.AddPoints(resolution, chunk)) is { } last) { end = Math.Max(end, last + ChunkKey.PointLength(resolution)); }
        }
        read.From = end;
    }

    async Task ReadSamplesAsync(HistoryRead read, CancellationToken cancellation)
    {
        if (read.From >= read.To) { return; }
        string subject = read.Query.SubjectId;
        long from = Math.Max(0, read.From - CounterLead);
        // The journal first: what is packed between the two is found twice, and not at all the other way round.
        var waiting = await telemetry.ReadAsync(subject, DateTimeOffset.FromUnixTimeMilliseconds(from), read.Query.To, TelemetryInput.MaxLimit, cancellation);
        var chunks = await store.ReadAsync(subject, HistoryResolution.Raw, SlotOf(from), SlotOf(read.To - 1), cancellation);
        var hours = new SortedDictionary<long, HistorySegment>();
        var packed = new HashSet<long>();
        long firstWaiting = waiting.Count > 0 ? waiting.Min(static sample => SlotOf(sample.At.ToUnixTimeMilliseconds())) : long.MaxValue;
        foreach (var chunk in chunks)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryRead(() => RawSegment.Read(chunk, read.IsNeeded, read.Buffer)) is not { } segment) { continue; }
            hours.Add(chunk.Slot, segment);
            // Held back only where the journal may have samples of the same hour or of one before it.
            if (chunk.Slot < firstWaiting) { Flush(read, hours); }
            else { packed.UnionWith(segment.Sequences!); }
        }
        if (waiting.Count > 0) { await AddWaitingAsync(read, hours, [.. waiting.Where(sample => !packed.Contains(sample.Sequence))], cancellation); }
        Flush(read, hours);
    }

    async Task AddWaitingAsync(HistoryRead read, SortedDictionary<long, HistorySegment> hours, TelemetrySample[] waiting, CancellationToken cancellation)
    {
        string subject = read.Query.SubjectId;
        var cards = (await store.CardsAsync([subject], cancellation)).GetValueOrDefault(subject, CardLayouts.None);
        foreach (var hour in waiting.GroupBy(sample => SlotOf(sample.At.ToUnixTimeMilliseconds())))
        {
            var segment = SampleSegment.Of([.. hour], format, cards, read.IsNeeded);
            hours[hour.Key] = hours.TryGetValue(hour.Key, out var known) ? SegmentMerge.Samples(known, segment) : segment;
        }
    }

    static void Flush(HistoryRead read, SortedDictionary<long, HistorySegment> hours)
    {
        foreach (var segment in hours.Values) { read.AddSamples(segment); }
        hours.Clear();
    }

    /// <summary>A damaged chunk is a gap.</summary>
    static T? TryRead<T>(Func<T> read)
    {
        try { return read(); }
        catch (InvalidDataException) { return default; }
    }

    static long SlotOf(long time) => ChunkKey.SlotOf(HistoryResolution.Raw, time);
}
