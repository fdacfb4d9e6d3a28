namespace BloxOs.Data.History;

/// <summary>Adds what a rig makes in all to its samples: they are not stored, being sums of what is.</summary>
internal static class RigTotals
{
    static readonly Dictionary<HistoryMetric, HistoryMetric> s_ofWork = new()
    {
        [HistoryMetric.WorkHashrate] = HistoryMetric.Hashrate,
        [HistoryMetric.WorkAccepted] = HistoryMetric.Accepted,
        [HistoryMetric.WorkRejected] = HistoryMetric.Rejected,
        [HistoryMetric.WorkStale] = HistoryMetric.Stale,
        [HistoryMetric.WorkInvalid] = HistoryMetric.Invalid,
    };

    /// <summary>What has to be read for a metric, beside itself.</summary>
    public static IEnumerable<HistoryMetric> PartsOf(HistoryMetric metric) => metric switch
    {
        HistoryMetric.PowerWatts => [HistoryMetric.GpuPowerWatts, HistoryMetric.CpuPowerWatts],
        HistoryMetric.GpusReporting => [HistoryMetric.GpuDead],
        _ => s_ofWork.Where(pair => pair.Value == metric).Select(pair => pair.Key),
    };

    /// <summary>Adds the totals whose parts are there; counters are increases by now.</summary>
    public static void AddTo(HistorySegment samples, Func<HistoryMetric, bool> wanted)
    {
        foreach (var (label, series) in samples.Series.ToArray())
        {
            if (label.Metric is HistoryMetric.GpuPowerWatts or HistoryMetric.CpuPowerWatts && wanted(HistoryMetric.PowerWatts))
            {
                Sum(series.Average, samples.Column(new(HistoryMetric.PowerWatts)));
            }
            else if (label.Metric == HistoryMetric.GpuDead && wanted(HistoryMetric.GpusReporting))
            {
                Sum(Array.ConvertAll(series.Average, dead => 1 - dead), samples.Column(new(HistoryMetric.GpusReporting)));
            }
            else if (label.Algorithm is { } algorithm && s_ofWork.TryGetValue(label.Metric, out var total) && wanted(total))
            {
                Sum(series.Average, samples.Column(new(total, Algorithm: algorithm)));
            }
        }
        if (wanted(HistoryMetric.RigsReporting) && samples.Times.Length > 0) { Array.Fill(samples.Column(new(HistoryMetric.RigsReporting)), 1); }
    }

    static void Sum(double[] part, double[] into)
    {
        for (int i = 0; i < part.Length; i++)
        {
            if (!double.IsNaN(part[i])) { into[i] = double.IsNaN(into[i]) ? part[i] : into[i] + part[i]; }
        }
    }
}
