namespace BloxOs.Data.History;

/// <summary>
/// Adds the totals of a farm's rigs up, five minutes by five minutes. Least and most are the sums of the rigs': bounds, as rigs do not reach theirs at the
/// same moment.
/// </summary>
internal sealed class FarmSums
{
    const int PointsPerHour = 12;

    readonly long _hour;
    readonly long _length = ChunkKey.PointLength(HistoryResolution.FiveMinutes);
    readonly HistorySegment _sums;

    public FarmSums(long hour)
    {
        _hour = hour;
        _sums = new([.. Enumerable.Range(0, PointsPerHour).Select(i => hour + (i * _length))], []);
    }

    /// <summary>Whether a farm has this metric.</summary>
    public static bool IsTotal(HistoryMetric metric) => HistoryMetrics.Of(metric).Scope is MetricScope.Total or MetricScope.TotalByAlgorithm;

    /// <summary>Adds what a rig has in the hour.</summary>
    public void Add(HistorySegment rig)
    {
        foreach (var (label, series) in rig.Series)
        {
            if (!_sums.Series.TryGetValue(label, out var sums))
            {
                _sums.Series.Add(label, sums = new(SeriesSegment.Nothing(PointsPerHour), SeriesSegment.Nothing(PointsPerHour), SeriesSegment.Nothing(PointsPerHour), null));
            }
            for (int i = 0; i < rig.Times.Length; i++)
            {
                long point = (rig.Times[i] - _hour) / _length;
                if (rig.Times[i] < _hour || point >= PointsPerHour) { continue; }
                Add(sums.Average, (int)point, series.Average[i]);
                Add(sums.Min, (int)point, series.Min[i]);
                Add(sums.Max, (int)point, series.Max[i]);
            }
        }
    }

    /// <summary>The points that any rig has.</summary>
    public HistorySegment ToSegment()
    {
        int[] any = [.. Enumerable.Range(0, PointsPerHour).Where(i => _sums.Series.Values.Any(s => !double.IsNaN(s.Average[i])))];
        var segment = new HistorySegment(Array.ConvertAll(any, i => _sums.Times[i]), []);
        foreach (var (label, s) in _sums.Series) { segment.Series.Add(label, new(Pick(s.Average), Pick(s.Min), Pick(s.Max), null)); }
        return segment;

        double[] Pick(double[] values) => Array.ConvertAll(any, i => values[i]);
    }

    static void Add(double[] sums, int point, double value)
    {
        if (!double.IsNaN(value)) { sums[point] = double.IsNaN(sums[point]) ? value : sums[point] + value; }
    }
}
