namespace BloxOs.Data.History;

/// <summary>Turns counts into increases, across the segments of one rig in the order of their times.</summary>
/// <remarks>
/// A count below the one before it started again at 0: all of it is increase. The first count ever has no increase: what came before is not known.
/// "Before" is what the rig took before, by its sequences: after its clock was set back, samples lie among older ones, and by their times counts would go up and down.
/// </remarks>
internal sealed class CounterIncreases
{
    readonly record struct Count(double Value, long Sequence, long Time);

    /// <summary>Of each counter the count that is the last in time, and the one that was taken last: mostly the same.</summary>
    readonly Dictionary<SeriesLabel, (Count Latest, Count Newest)> _before = [];

    /// <summary>Changes the counters of a segment of samples in place.</summary>
    public void Apply(HistorySegment samples)
    {
        int[]? order = OrderOf(samples.Sequences!);
        foreach (var (label, series) in samples.Series)
        {
            if (HistoryMetrics.Of(label.Metric).Kind == MetricKind.Counter) { Apply(label, series.Average, samples, order); }
        }
    }

    void Apply(SeriesLabel label, double[] counts, HistorySegment samples, int[]? order)
    {
        Count? before = null, latest = null;
        for (int k = 0; k < counts.Length; k++)
        {
            int i = order?[k] ?? k;
            if (double.IsNaN(counts[i])) { continue; }
            var now = new Count(counts[i], samples.Sequences![i], samples.Times[i]);
            before ??= _before.TryGetValue(label, out var ends) ? ends.Newest.Sequence < now.Sequence ? ends.Newest : ends.Latest : null;
            counts[i] = before is { } known ? Increase(known, now) : double.NaN;
            if (latest is not { } last || now.Time >= last.Time) { latest = now; }
            before = now;
        }
        if (before is { } newest && latest is { } latestOne) { _before[label] = (latestOne, newest); }
    }

    static double Increase(Count before, Count now)
    {
        double more = now.Value - before.Value;
        if (now.Sequence > before.Sequence && now.Time >= before.Time) { return more < 0 ? now.Value : more; }
        // The clock was set back in between. What was counted meanwhile may be told of elsewhere, and a lower count is no new start.
        return more >= 0 && now.Sequence <= before.Sequence + 1 ? more : double.NaN;
    }

    /// <summary>The samples as they were taken; null when they lie so.</summary>
    static int[]? OrderOf(long[] sequences)
    {
        for (int i = 1; i < sequences.Length; i++)
        {
            if (sequences[i] < sequences[i - 1]) { return [.. Enumerable.Range(0, sequences.Length).OrderBy(k => sequences[k])]; }
        }
        return null;
    }
}
