namespace BloxOs.Data.History;

/// <summary>One answer while it is read.</summary>
internal sealed class HistoryRead : IDisposable
{
    readonly Func<HistoryMetric, bool> _needed;
    readonly CounterIncreases _counters = new();
    readonly List<(HistorySegment Segment, long From)> _kept = [];
    readonly HashSet<SeriesLabel> _keptLabels = [];
    int _points;
    StepSums? _sums;
    PackedPoints? _packed;
    StepGrid? _grid;

    public HistoryRead(HistoryQuery query, HistoryResolution resolution)
    {
        (Query, Resolution) = (query, resolution);
        var wanted = query.Metrics.Count > 0 ? query.Metrics.ToHashSet() : HistoryMetrics.All.Select(info => info.Metric).Where(m => m != HistoryMetric.Sequence).ToHashSet();
        IsWanted = wanted.Contains;
        _needed = wanted.Concat(wanted.SelectMany(RigTotals.PartsOf)).ToHashSet().Contains;
        long length = Math.Max(1, ChunkKey.PointLength(resolution));
        From = query.From.ToUnixTimeMilliseconds() / length * length;
        To = query.To.ToUnixTimeMilliseconds();
        if (resolution != HistoryResolution.Raw) { Sum(); }
    }

    public HistoryQuery Query { get; }

    public HistoryResolution Resolution { get; }

    /// <summary>Start of what is not read yet, Unix milliseconds.</summary>
    public long From { get; set; }

    /// <summary>End of the range, excluded.</summary>
    public long To { get; }

    /// <summary>Whether the answer has this metric.</summary>
    public Func<HistoryMetric, bool> IsWanted { get; }

    /// <summary>Whether it or something in the answer is made of it.</summary>
    public Func<HistoryMetric, bool> IsNeeded => _needed;

    /// <summary>Memory for the chunks of samples.</summary>
    public ChunkBuffer Buffer { get; } = new();

    /// <summary>Adds the points of a chunk.</summary>
    /// <returns>Time of its last point; null without one.</returns>
    /// <exception cref="InvalidDataException">No such chunk.</exception>
    public long? AddPoints(HistoryResolution resolution, StoredChunk chunk)
    {
        _packed ??= new(_sums!, IsWanted, Query.Bounds);
        return _packed.Add(resolution, chunk, From, To);
    }

    public void Dispose()
    {
        Buffer.Dispose();
        _packed?.Dispose();
    }

    /// <summary>Adds samples that are increases already.</summary>
    void Add(HistorySegment segment)
    {
        _points += CountIn(segment.Times, From, To);
        if (_sums is null && _points > Query.MaxPoints)
        {
            var sums = Sum();
            foreach (var (kept, from) in _kept) { sums.Add(kept, from, To); }
            _kept.Clear();
        }
        if (_sums is null)
        {
            _kept.Add((segment, From));
            _keptLabels.UnionWith(segment.Series.Keys);
        }
        else { _sums.Add(segment, From, To); }
        if (_sums is null) { HistoryQuery.CheckSize(_points, _keptLabels.Count); }
    }

    /// <summary>Adds samples of a rig as they were recorded, in the order of their times.</summary>
    public void AddSamples(HistorySegment segment)
    {
        _counters.Apply(segment);
        RigTotals.AddTo(segment, IsWanted);
        foreach (var label in segment.Series.Keys.Where(label => !IsWanted(label.Metric)).ToArray()) { segment.Series.Remove(label); }
        Add(segment);
    }

    /// <summary>The answer.</summary>
    public HistoryAnswer Finish(DateTimeOffset rawUntil)
    {
        var segment = _sums?.Finish() ?? Kept();
        var series = segment.Series.OrderBy(pair => pair.Key, SeriesOrder.Instance).Select(pair => new HistorySeries(pair.Key, pair.Value.Average, pair.Value.Min, pair.Value.Max));
        return new(Resolution, TimeSpan.FromMilliseconds(_grid?.Length ?? 0), segment.Times, [.. series], rawUntil);
    }

    StepSums Sum()
    {
        long from = Query.From.ToUnixTimeMilliseconds(), length = Math.Max(1, ChunkKey.PointLength(Resolution));
        _grid = StepGrid.Of(from / length * length, To, Query.MaxPoints, length);
        return _sums = new(_grid, Query.Bounds);
    }

    HistorySegment Kept()
    {
        long[] times = new long[_points];
        var whole = new HistorySegment(times, []);
        int start = 0;
        foreach (var (segment, from) in _kept)
        {
            int first = FirstFrom(segment.Times, from), count = CountIn(segment.Times, from, To);
            Array.Copy(segment.Times, first, times, start, count);
            foreach (var (label, series) in segment.Series)
            {
                if (count > 0) { Array.Copy(series.Average, first, whole.Column(label), start, count); }
            }
            start += count;
        }
        foreach (var label in whole.Series.Where(pair => Array.TrueForAll(pair.Value.Average, double.IsNaN)).Select(pair => pair.Key).ToArray()) { whole.Series.Remove(label); }
        return whole;
    }

    /// <summary>How many of the ascending times lie in [from, to).</summary>
    static int CountIn(long[] times, long from, long to) => Math.Max(0, FirstFrom(times, to) - FirstFrom(times, from));

    /// <summary>Index of the first time from there on.</summary>
    static int FirstFrom(long[] times, long from)
    {
        int first = 0, behind = times.Length;
        while (first < behind)
        {
            int middle = (first + behind) / 2;
            if (times[middle] < from) { first = middle + 1; }
            else { behind = middle; }
        }
        return first;
    }
}
