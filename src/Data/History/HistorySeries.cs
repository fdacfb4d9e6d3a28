namespace BloxOs.Data.History;

/// <summary>One series of an answer: a value per time, NaN where nothing was read. Values are in the metric's unit.</summary>
/// <param name="Label">What it is of.</param>
/// <param name="Average">Mean of the step; of a counter the increase within it, of bits all that were set.</param>
/// <param name="Min">Least of the step. The same array as <paramref name="Average"/> for samples, counters and bits.</param>
/// <param name="Max">Most of the step. The same array as <paramref name="Average"/> for samples, counters and bits.</param>
public sealed record HistorySeries(SeriesLabel Label, double[] Average, double[] Min, double[] Max)
{
    /// <summary>Unit, precision and kind.</summary>
    public MetricInfo Info => HistoryMetrics.Of(Label.Metric);
}
