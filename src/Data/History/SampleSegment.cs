using BloxOs.Data.Telemetry;

namespace BloxOs.Data.History;

/// <summary>Samples that are not packed yet, as a segment.</summary>
internal static class SampleSegment
{
    /// <summary>In the order of their times; what is no sample is left out, and so are series that a chunk would have no room for.</summary>
    public static HistorySegment Of(IReadOnlyList<TelemetrySample> samples, ISampleFormat format, CardLayouts cards, Func<HistoryMetric, bool> needed)
    {
        var ordered = samples.OrderBy(s => s.At).ThenBy(s => s.Sequence).ToArray();
        var segment = new HistorySegment([.. ordered.Select(s => s.At.ToUnixTimeMilliseconds())], []) { Sequences = [.. ordered.Select(s => s.Sequence)] };
        var values = new SampleValues();
        for (int i = 0; i < ordered.Length; i++)
        {
            values.Clear();
            try { format.Read(ordered[i].Payload.Span, values); }
            catch (InvalidDataException) { continue; }
            foreach (var value in values.Values)
            {
                if (needed(value.Metric) && Column(segment, LabelOf(value, values.Works, cards, segment.Times[i])) is { } column) { column[i] = value.Value / HistoryMetrics.Of(value.Metric).Scale; }
            }
        }
        return segment;
    }

    static double[]? Column(HistorySegment segment, SeriesLabel label)
    {
        bool isFull = segment.Series.Count >= HistoryChunk.MaxColumns || (segment.Series.Count + 1L) * segment.Times.Length > HistoryChunk.MaxValues;
        return isFull && !segment.Series.ContainsKey(label) ? null : segment.Column(label);
    }

    static SeriesLabel LabelOf(in SampleValue value, IReadOnlyList<WorkLabel> works, CardLayouts cards, long at)
    {
        string? gpu = value.Gpu == SeriesId.WholeRig ? null : cards.NameOf(value.Gpu, at);
        var work = value.Work == 0 ? null : works[value.Work - 1];
        return new(value.Metric, gpu, work?.Miner, work?.Instance ?? 0, work?.Algorithm);
    }
}
