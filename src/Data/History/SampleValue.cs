namespace BloxOs.Data.History;

/// <summary>One reading of a sample.</summary>
/// <param name="Metric">What was measured.</param>
/// <param name="Work">Which piece of work, from 1; 0 for none.</param>
/// <param name="Gpu">Index of the card; <see cref="SeriesId.WholeRig"/> for none.</param>
/// <param name="Value">The number in the metric's recorded precision.</param>
public readonly record struct SampleValue(HistoryMetric Metric, int Work, int Gpu, long Value);
