namespace BloxOs.Bench.History;

/// <summary>Times of one kind of call.</summary>
internal sealed class LatencyList
{
    readonly List<double> _milliseconds = [];

    public void Add(TimeSpan time) => _milliseconds.Add(time.TotalMilliseconds);

    public override string ToString()
    {
        double[] sorted = [.. _milliseconds.Order()];
        return FormattableString.Invariant($"p50 {sorted[sorted.Length / 2]:0.0} ms, p95 {sorted[sorted.Length * 95 / 100]:0.0} ms, most {sorted[^1]:0.0} ms of {sorted.Length}");
    }
}
