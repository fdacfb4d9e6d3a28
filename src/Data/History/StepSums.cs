namespace BloxOs.Data.History;

/// <summary>Puts the points of segments together by step.</summary>
internal sealed class StepSums(StepGrid grid)
{
    readonly Dictionary<SeriesLabel, Sums> _sums = [];
    readonly bool[] _any = new bool[grid.Count];

    /// <summary>How many series there are.</summary>
    public int SeriesCount => _sums.Count;

    sealed class Sums(int count)
    {
        public readonly double[] Total = new double[count], Weight = new double[count], Min = SeriesSegment.Nothing(count), Max = SeriesSegment.Nothing(count);
    }

    /// <summary>Adds what lies in [from, to).</summary>
    public void Add(HistorySegment segment, long from, long to)
    {
        int[] steps = new int[segment.Times.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            long time = segment.Times[i];
            steps[i] = time < from || time >= to ? -1 : grid.IndexOf(time);
            if (steps[i] >= 0 && steps[i] < grid.Count) { _any[steps[i]] = true; }
            else { steps[i] = -1; }
        }
        foreach (var (label, series) in segment.Series)
        {
            if (!_sums.TryGetValue(label, out var sums)) { _sums.Add(label, sums = new(grid.Count)); }
            Add(sums, series, steps, HistoryMetrics.Of(label.Metric).Kind);
        }
    }

    /// <summary>The steps that have anything, and what they have. A series without a single value is left out.</summary>
    public HistorySegment Finish()
    {
        int[] steps = [.. Enumerable.Range(0, grid.Count).Where(i => _any[i])];
        var segment = new HistorySegment([.. steps.Select(i => grid.First + (i * grid.Length))], []);
        foreach (var (label, sums) in _sums)
        {
            if (Array.Exists(sums.Weight, weight => weight > 0)) { segment.Series.Add(label, Finish(HistoryMetrics.Of(label.Metric), sums, steps)); }
        }
        return segment;
    }

    static void Add(Sums sums, SeriesSegment series, int[] steps, MetricKind kind)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            int step = steps[i];
            double value = series.Average[i];
            if (step < 0 || double.IsNaN(value)) { continue; }
            double weight = kind == MetricKind.Gauge && series.Count is { } counts ? counts[i] : 1;
            sums.Weight[step] += weight;
            sums.Total[step] = kind == MetricKind.Bits ? (long)sums.Total[step] | (long)value : sums.Total[step] + (value * weight);
            // Not Math.Min: NaN means that there is none yet.
            if (!(sums.Min[step] <= series.Min[i])) { sums.Min[step] = series.Min[i]; }
            if (!(sums.Max[step] >= series.Max[i])) { sums.Max[step] = series.Max[i]; }
        }
    }

    static SeriesSegment Finish(MetricInfo info, Sums sums, int[] steps)
    {
        if (info.Kind != MetricKind.Gauge) { return SeriesSegment.OfSamples(Array.ConvertAll(steps, i => sums.Weight[i] == 0 ? double.NaN : sums.Total[i])); }
        // A digit more than the readings have: a mean is finer than they are.
        int decimals = info.Decimals + 1;
        return new(
            Array.ConvertAll(steps, i => sums.Weight[i] == 0 ? double.NaN : Math.Round(sums.Total[i] / sums.Weight[i], decimals)),
            Array.ConvertAll(steps, i => sums.Min[i]),
            Array.ConvertAll(steps, i => sums.Max[i]),
            Array.ConvertAll(steps, i => sums.Weight[i]));
    }
}
