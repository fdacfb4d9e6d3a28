using BloxOs.Data.Telemetry;

namespace BloxOs.Data.History;

/// <summary>Reads the samples in the telemetry store.</summary>
internal sealed class HistoryReader(ITelemetryStore telemetry, ISampleFormat format, HistoryOptions options, TimeProvider time) : IHistoryReader
{
    public async Task<HistoryAnswer> ReadAsync(HistoryQuery query, CancellationToken cancellation)
    {
        query.Check();
        var wanted = WantedOf(query.Metrics);
        var needed = NeededFor(query.Metrics);
        var samples = await telemetry.ReadAsync(query.SubjectId, query.From, query.To, TelemetryInput.MaxLimit, cancellation);
        var segment = SampleSegment.Of(samples, format, CardLayouts.None, needed);
        new CounterIncreases().Apply(segment);
        RigTotals.AddTo(segment, wanted);
        return AnswerOf(query, segment, wanted);
    }

    HistoryAnswer AnswerOf(HistoryQuery query, HistorySegment segment, Func<HistoryMetric, bool> wanted)
    {
        foreach (var label in segment.Series.Keys.Where(label => !wanted(label.Metric)).ToArray()) { segment.Series.Remove(label); }
        CheckSize(Math.Min(query.MaxPoints, segment.Times.Length), segment.Series.Count);
        var rawUntil = time.GetUtcNow() - options.Raw;
        if (segment.Times.Length <= query.MaxPoints)
        {
            var all = segment.Series.Select(pair => new HistorySeries(pair.Key, pair.Value.Average, pair.Value.Min, pair.Value.Max)).OrderBy(s => s.Label, SeriesOrder.Instance);
            return new(HistoryResolution.Raw, TimeSpan.Zero, segment.Times, [.. all], rawUntil);
        }
        long from = query.From.ToUnixTimeMilliseconds(), to = query.To.ToUnixTimeMilliseconds();
        var grid = StepGrid.Of(from, to, query.MaxPoints, 1);
        var sums = new StepSums(grid);
        sums.Add(segment, from, to);
        var (times, series) = sums.Finish();
        return new(HistoryResolution.Raw, TimeSpan.FromMilliseconds(grid.Length), times, series, rawUntil);
    }

    static Func<HistoryMetric, bool> WantedOf(IReadOnlyCollection<HistoryMetric> metrics)
    {
        if (metrics.Count == 0) { return static metric => metric != HistoryMetric.Sequence; }
        var set = metrics.ToHashSet();
        return set.Contains;
    }

    static Func<HistoryMetric, bool> NeededFor(IReadOnlyCollection<HistoryMetric> metrics)
    {
        if (metrics.Count == 0) { return static _ => true; }
        var set = metrics.Concat(metrics.SelectMany(RigTotals.PartsOf)).ToHashSet();
        return set.Contains;
    }

    static void CheckSize(long points, long series)
    {
        if (points * series > HistoryQuery.MostValues) { throw new ArgumentException($"That is {points * series} values; {HistoryQuery.MostValues} at most: ask for fewer metrics or points."); }
    }
}
