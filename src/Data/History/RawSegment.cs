namespace BloxOs.Data.History;

/// <summary>A packed chunk of samples as a segment.</summary>
internal static class RawSegment
{
    /// <summary>Unpacks the needed metrics; counters are counts still.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="needed">Which metrics.</param>
    /// <param name="buffer">Memory for it.</param>
    /// <exception cref="InvalidDataException">Damaged.</exception>
    public static HistorySegment Read(StoredChunk chunk, Func<HistoryMetric, bool> needed, ChunkBuffer buffer)
    {
        var labels = ChunkLabels.Read(chunk.Payload, out var numbers);
        ChunkCodec.Decode(numbers, id => (HistoryMetric)id.Metric is var metric && (metric == HistoryMetric.Sequence || (HistoryMetrics.Find(metric) is not null && needed(metric))), ref buffer);
        ChunkKey.MustLieIn(HistoryResolution.Raw, chunk.Slot, buffer.Times);
        var segment = new HistorySegment(buffer.Times.ToArray(), new(buffer.Ids.Count)) { Sequences = SequencesIn(buffer) };
        for (int i = 0; i < buffer.Ids.Count; i++)
        {
            var metric = (HistoryMetric)buffer.Ids[i].Metric;
            if (metric == HistoryMetric.Sequence) { continue; }
            Merge(segment, labels.Of(metric, buffer.Ids[i]), buffer.Values(i), HistoryMetrics.Of(metric).Scale);
        }
        return segment;
    }

    static long[] SequencesIn(ChunkBuffer buffer)
    {
        for (int i = 0; i < buffer.Ids.Count; i++) { if ((HistoryMetric)buffer.Ids[i].Metric == HistoryMetric.Sequence) { return buffer.Values(i).ToArray(); } }
        throw new InvalidDataException("Samples without sequences.");
    }

    /// <summary>Two columns have one label when only pool or version differ: never at the same time, or the first one counts.</summary>
    static void Merge(HistorySegment segment, SeriesLabel label, ReadOnlySpan<long> values, double scale)
    {
        if (!segment.Series.TryGetValue(label, out var known))
        {
            double[] column = new double[values.Length];
            for (int i = 0; i < column.Length; i++) { column[i] = values[i] == SeriesColumn.Missing ? double.NaN : values[i] / scale; }
            segment.Series.Add(label, SeriesSegment.OfSamples(column));
            return;
        }
        double[] into = known.Average;
        for (int i = 0; i < into.Length; i++)
        {
            if (values[i] != SeriesColumn.Missing && double.IsNaN(into[i])) { into[i] = values[i] / scale; }
        }
    }
}
