namespace BloxOs.Data.History;

/// <summary>One series of a <see cref="HistorySegment"/>, in the metric's unit; NaN is no data. Samples have one array for all three.</summary>
/// <param name="Average">Mean; the count or, once known, the increase of a counter.</param>
/// <param name="Min">Least.</param>
/// <param name="Max">Most.</param>
/// <param name="Count">How many samples each point is of; null for samples.</param>
internal sealed record SeriesSegment(double[] Average, double[] Min, double[] Max, double[]? Count)
{
    public static SeriesSegment OfSamples(double[] values) => new(values, values, values, null);

    public static double[] Nothing(int length)
    {
        double[] values = new double[length];
        Array.Fill(values, double.NaN);
        return values;
    }
}
