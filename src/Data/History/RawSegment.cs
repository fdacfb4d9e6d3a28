namespace BloxOs.Data.History;

/// <summary>A packed chunk of samples as a segment.</summary>
internal static class RawSegment
{
    /// <summary>Unpacks the needed metrics; counters are counts still.</summary>
    /// <param name="payload">The chunk.</param>
    /// <param name="needed">Which metrics.</param>
    /// <param name="highest">The highest sequence in it; 0 for none.</param>
    /// <exception cref="InvalidDataException">Damaged.</exception>
    public static HistorySegment Read(ReadOnlySpan<byte> payload, Func<HistoryMetric, bool> needed, out long highest)
    {
        var labels = ChunkLabels.Read(payload, out var numbers);
        var chunk = ChunkCodec.Decode(numbers, id => (HistoryMetric)id.Metric is var metric && (metric == HistoryMetric.Sequence || (HistoryMetrics.Find(metric) is not null && needed(metric))));
        var segment = new HistorySegment(chunk.Times, new(chunk.Columns.Count));
        highest = 0;
        foreach (var column in chunk.Columns)
        {
            var metric = (HistoryMetric)column.Id.Metric;
            if (metric == HistoryMetric.Sequence)
            {
                foreach (long sequence in column.Values) { highest = Math.Max(highest, sequence); }
                continue;
            }
            Merge(segment.Column(labels.Of(metric, column.Id)), column.Values, HistoryMetrics.Of(metric).Scale);
        }
        return segment;
    }

    /// <summary>Two columns have one label when only pool or version differ: never at the same time, or the first one counts.</summary>
    static void Merge(double[] into, long[] values, double scale)
    {
        for (int i = 0; i < into.Length; i++)
        {
            if (values[i] != SeriesColumn.Missing && double.IsNaN(into[i])) { into[i] = values[i] / scale; }
        }
    }
}
