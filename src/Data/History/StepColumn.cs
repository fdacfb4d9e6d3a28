namespace BloxOs.Data.History;

/// <summary>One series while its points are put together by step.</summary>
/// <param name="info">Its metric.</param>
/// <param name="count">Steps.</param>
/// <param name="bounds">Least and most are wanted as well.</param>
internal sealed class StepColumn(MetricInfo info, int count, bool bounds)
{
    readonly double[] _total = new double[count], _weight = new double[count];
    readonly double[] _least = bounds ? SeriesSegment.Nothing(count) : [], _most = bounds ? SeriesSegment.Nothing(count) : [];

    /// <summary>Its metric.</summary>
    public MetricInfo Info => info;

    /// <summary>Adds points, each to its step; those with a step of -1 are passed over.</summary>
    public void Add(ReadOnlySpan<int> steps, SeriesSegment series)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            double value = series.Average[i];
            if (steps[i] < 0 || double.IsNaN(value)) { continue; }
            Add(steps[i], value, info.Kind == MetricKind.Gauge && series.Count is { } counts ? counts[i] : 1);
            if (bounds) { Bound(steps[i], series.Min[i], series.Max[i]); }
        }
    }

    /// <summary>As <see cref="Add(ReadOnlySpan{int}, SeriesSegment)"/>, of stored numbers. Columns that were not read are empty: of one sample each, and between their means.</summary>
    public void Add(ReadOnlySpan<int> steps, double meanScale, ReadOnlySpan<long> means, ReadOnlySpan<long> least, ReadOnlySpan<long> most, ReadOnlySpan<long> counts)
    {
        bool isBounded = least.Length == means.Length && most.Length == means.Length;
        for (int i = 0; i < means.Length; i++)
        {
            if (steps[i] < 0 || means[i] == SeriesColumn.Missing) { continue; }
            double mean = means[i] / meanScale;
            Add(steps[i], mean, counts.Length > 0 && counts[i] > 0 ? counts[i] : 1);
            if (!bounds) { continue; }
            if (isBounded && least[i] != SeriesColumn.Missing && most[i] != SeriesColumn.Missing) { Bound(steps[i], least[i] / info.Scale, most[i] / info.Scale); }
            else { Bound(steps[i], mean, mean); }
        }
    }

    /// <summary>The column of those steps; null without a single value.</summary>
    public SeriesSegment? Finish(int[] steps)
    {
        if (!Array.Exists(_weight, static weight => weight > 0)) { return null; }
        if (info.Kind != MetricKind.Gauge) { return SeriesSegment.OfSamples(Array.ConvertAll(steps, i => _weight[i] == 0 ? double.NaN : _total[i])); }
        // A digit more than the readings have: a mean is finer than they are.
        int decimals = info.Decimals + 1;
        double[] means = Array.ConvertAll(steps, i => _weight[i] == 0 ? double.NaN : Math.Round(_total[i] / _weight[i], decimals));
        double[] weights = Array.ConvertAll(steps, i => _weight[i]);
        return bounds ? new(means, Array.ConvertAll(steps, i => _least[i]), Array.ConvertAll(steps, i => _most[i]), weights) : new(means, means, means, weights);
    }

    void Add(int step, double value, double weight)
    {
        _weight[step] += weight;
        _total[step] = info.Kind == MetricKind.Bits ? (long)_total[step] | (long)value : _total[step] + (value * weight);
    }

    void Bound(int step, double least, double most)
    {
        // Not Math.Min: NaN means that there is none yet.
        if (!(_least[step] <= least)) { _least[step] = least; }
        if (!(_most[step] >= most)) { _most[step] = most; }
    }
}
