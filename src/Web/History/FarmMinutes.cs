using System.Collections.Concurrent;
using BloxOs.Data.History;

namespace BloxOs.Web.History;

/// <summary>
/// The newest minutes of a farm, put together from the samples of its rigs: its own points are made every few minutes, and a farm that is new has none yet.
/// </summary>
internal sealed class FarmMinutes(IHistoryReader history)
{
    /// <summary>Most rigs whose samples are read for it; of a farm with more, so many spread evenly, and the sum is grown to the whole.</summary>
    public const int MostRigs = 300;

    /// <summary>Longest range.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    const long Minute = 60_000;
    const int AtOnce = 4;

    /// <summary>
    /// Hashrate by algorithm of whole minutes in the range; the one that is not over has not heard of every rig. An estimate with more than <see cref="MostRigs"/> rigs.
    /// </summary>
    public async Task<HistoryAnswer> ReadAsync(IReadOnlyList<string> rigIds, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        long first = (from.ToUnixTimeMilliseconds() + Minute - 1) / Minute, end = to.ToUnixTimeMilliseconds() / Minute;
        if (end <= first || end - first > (long)Longest.TotalMinutes || rigIds.Count == 0) { return Of([], []); }
        var sums = new ConcurrentDictionary<string, double[]>(StringComparer.Ordinal);
        var chosen = Chosen(rigIds);
        double whole = (double)rigIds.Count / chosen.Count;
        await Parallel.ForEachAsync(chosen, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (rig, stop) =>
        {
            var query = new HistoryQuery(rig, DateTimeOffset.FromUnixTimeMilliseconds(first * Minute), DateTimeOffset.FromUnixTimeMilliseconds(end * Minute), HistoryQuery.MostPoints, [HistoryMetric.Hashrate]);
            var answer = await history.ReadAsync(query, stop);
            foreach (var series in answer.Series)
            {
                double[] sum = sums.GetOrAdd(series.Label.Algorithm ?? "", static (_, count) => [.. Enumerable.Repeat(double.NaN, count)], (int)(end - first));
                lock (sum) { Add(sum, Means(answer.Times, series.Average, first, sum.Length)); }
            }
        });
        long[] times = [.. Enumerable.Range(0, (int)(end - first)).Select(i => (first + i) * Minute)];
        foreach (double[] sum in sums.Values) { for (int i = 0; i < sum.Length; i++) { sum[i] *= whole; } }
        return Of(times, sums);
    }

    /// <summary>All, or every third, every fourth … so that each part of a long list counts.</summary>
    static IReadOnlyList<string> Chosen(IReadOnlyList<string> rigIds) => rigIds.Count <= MostRigs
        ? rigIds
        : [.. Enumerable.Range(0, MostRigs).Select(i => rigIds[(int)((long)i * rigIds.Count / MostRigs)])];

    static HistoryAnswer Of(long[] times, IEnumerable<KeyValuePair<string, double[]>> sums) => new(HistoryResolution.Raw, TimeSpan.FromMilliseconds(Minute), times,
        [.. sums.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => new HistorySeries(new(HistoryMetric.Hashrate, Algorithm: pair.Key), pair.Value, pair.Value, pair.Value))], default);

    /// <summary>A rig's mean of each minute. A minute between two samples has what the one before had: not every rig reports each minute.</summary>
    static double[] Means(long[] times, double[] values, long first, int count)
    {
        double[] total = new double[count], means = new double[count];
        int[] samples = new int[count];
        for (int i = 0; i < times.Length; i++)
        {
            long minute = (times[i] / Minute) - first;
            if (minute < 0 || minute >= count || double.IsNaN(values[i])) { continue; }
            total[minute] += values[i];
            samples[minute]++;
        }
        for (int i = 0; i < count; i++) { means[i] = samples[i] > 0 ? total[i] / samples[i] : i > 0 && samples[i - 1] > 0 ? means[i - 1] : double.NaN; }
        return means;
    }

    static void Add(double[] sum, double[] more)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            if (!double.IsNaN(more[i])) { sum[i] = double.IsNaN(sum[i]) ? more[i] : sum[i] + more[i]; }
        }
    }
}
