namespace BloxOs.Data.History;

/// <summary>Turns counts into increases, across the segments of one rig in the order of their times.</summary>
/// <remarks>A count below the one before it started again at 0: all of it is increase. The first count ever has no increase: what came before is not known.</remarks>
internal sealed class CounterIncreases
{
    readonly Dictionary<SeriesLabel, double> _before = [];

    /// <summary>Changes the counters of a segment of samples in place.</summary>
    public void Apply(HistorySegment samples)
    {
        foreach (var (label, series) in samples.Series)
        {
            if (HistoryMetrics.Of(label.Metric).Kind == MetricKind.Counter) { Apply(label, series.Average); }
        }
    }

    void Apply(SeriesLabel label, double[] counts)
    {
        double before = _before.GetValueOrDefault(label, double.NaN);
        foreach (ref double count in counts.AsSpan())
        {
            if (double.IsNaN(count)) { continue; }
            double now = count;
            count = double.IsNaN(before) ? double.NaN : now < before ? now : now - before;
            before = now;
        }
        _before[label] = before;
    }
}
