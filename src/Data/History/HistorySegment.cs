namespace BloxOs.Data.History;

/// <summary>A stretch of history as it was unpacked: columns over shared times.</summary>
/// <param name="Times">Unix milliseconds, ascending.</param>
/// <param name="Series">By label.</param>
internal sealed record HistorySegment(long[] Times, Dictionary<SeriesLabel, SeriesSegment> Series)
{
    /// <summary>The rig's own numbers of samples; null for points.</summary>
    public long[]? Sequences { get; init; }

    /// <summary>The column of samples with this label, made when it is not there.</summary>
    public double[] Column(SeriesLabel label)
    {
        if (!Series.TryGetValue(label, out var series)) { Series.Add(label, series = SeriesSegment.OfSamples(SeriesSegment.Nothing(Times.Length))); }
        return series.Average;
    }
}
