namespace BloxOs.Data.History;

/// <summary>Puts the points of segments together by step.</summary>
/// <param name="grid">The steps.</param>
/// <param name="bounds">Least and most of each step are wanted as well.</param>
internal sealed class StepSums(StepGrid grid, bool bounds = true)
{
    readonly Dictionary<SeriesLabel, StepColumn> _columns = [];
    readonly bool[] _any = new bool[grid.Count];
    int[] _steps = [];

    /// <summary>The column of a series, made when it is not there.</summary>
    /// <exception cref="ArgumentException">There are too many for one answer.</exception>
    public StepColumn Column(SeriesLabel label)
    {
        if (_columns.TryGetValue(label, out var column)) { return column; }
        // Before it has its memory: a chunk of a few kilobytes may have thousands of series, and an answer thousands of steps.
        HistoryQuery.CheckSize(grid.Count, _columns.Count + 1);
        _columns.Add(label, column = new(HistoryMetrics.Of(label.Metric), grid.Count, bounds));
        return column;
    }

    /// <summary>Which step each of these times lies in, -1 for those outside of [from, to), until the next call; these steps have something then.</summary>
    public ReadOnlySpan<int> StepsOf(ReadOnlySpan<long> times, long from, long to)
    {
        if (_steps.Length < times.Length) { _steps = new int[times.Length]; }
        for (int i = 0; i < times.Length; i++)
        {
            int step = times[i] < from || times[i] >= to ? -1 : grid.IndexOf(times[i]);
            _steps[i] = step < grid.Count ? step : -1;
            if (_steps[i] >= 0) { _any[step] = true; }
        }
        return _steps.AsSpan(0, times.Length);
    }

    /// <summary>Adds what lies in [from, to).</summary>
    public void Add(HistorySegment segment, long from, long to)
    {
        var steps = StepsOf(segment.Times, from, to);
        foreach (var (label, series) in segment.Series) { Column(label).Add(steps, series); }
    }

    /// <summary>The steps that have anything, and what they have. A series without a single value is left out.</summary>
    public HistorySegment Finish()
    {
        int[] steps = [.. Enumerable.Range(0, grid.Count).Where(i => _any[i])];
        var segment = new HistorySegment([.. steps.Select(i => grid.First + (i * grid.Length))], new(_columns.Count));
        foreach (var (label, column) in _columns)
        {
            if (column.Finish(steps) is { } series) { segment.Series.Add(label, series); }
        }
        return segment;
    }
}
