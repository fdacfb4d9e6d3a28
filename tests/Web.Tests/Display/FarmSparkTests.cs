using BloxOs.Data.History;
using BloxOs.Web.History;

namespace BloxOs.Web.Tests.Display;

public sealed class FarmSparkTests
{
    static readonly DateTimeOffset s_from = RigViews.Now.AddDays(-1);

    [Fact]
    public void It_draws_the_algorithm_that_was_mined_most_and_leaves_gaps()
    {
        long Hour(int hour) => s_from.AddHours(hour).ToUnixTimeMilliseconds();
        long[] times = [.. Enumerable.Range(0, 24).Select(Hour)];
        double[] little = [.. times.Select(static _ => double.NaN)], much = [.. times.Select((_, i) => i is 10 or 11 ? double.NaN : 1e9 + i * 1e7)];
        little[3] = 5e6;
        var spark = FarmSpark.Of(Answer(times, ("etchash", little), ("kawpow", much)), s_from, RigViews.Now);
        Assert.Equal(2, spark.Path.Count(static c => c == 'M'));
        Assert.Equal(20, spark.Path.Count(static c => c == 'L'));
        Assert.StartsWith("M0 ", spark.Path, StringComparison.Ordinal);
        Assert.Equal("KawPow, 24 hours: 1.00\u00a0GH/s to 1.23\u00a0GH/s", spark.Label);
        Assert.All(spark.Path.Split('M', 'L').Skip(1), static point => Assert.InRange(double.Parse(point.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), 0, FarmSpark.Height));
    }

    [Fact]
    public void Nothing_and_zero_are_not_the_same()
    {
        Assert.Equal(FarmSpark.None, FarmSpark.Of(Answer([]), s_from, RigViews.Now));
        var zero = FarmSpark.Of(Answer([s_from.ToUnixTimeMilliseconds(), RigViews.Now.ToUnixTimeMilliseconds()], ("kawpow", [0, 0])), s_from, RigViews.Now);
        Assert.Equal($"M0 {FarmSpark.Height - 1}M{FarmSpark.Width} {FarmSpark.Height - 1}", zero.Path);
    }

    static HistoryAnswer Answer(long[] times, params (string Algorithm, double[] Values)[] series) => new(
        HistoryResolution.FiveMinutes, TimeSpan.FromMinutes(30), times,
        [.. series.Select(static one => new HistorySeries(new(HistoryMetric.Hashrate, Algorithm: one.Algorithm), one.Values, one.Values, one.Values))], s_from);
}
