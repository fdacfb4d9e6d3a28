using BloxOs.Data.History;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.History;
using BloxOs.Web.Tests.Display;

namespace BloxOs.Web.Tests.History;

public sealed class HistoryBookTests
{
    [Fact]
    public async Task A_rig_or_farm_with_more_lines_than_there_is_room_for_has_fewer_points()
    {
        var history = new SmallHistory(most: 250);
        var book = new HistoryBook(history, null!, TimeProvider.System);
        await book.FarmAsync("farm", book.Range("24h", null, null)!, asTable: false, TestContext.Current.CancellationToken);
        Assert.Equal([120, 200], history.Asked.Order().SkipLast(1));
        Assert.InRange(history.Asked.Max(), 288, 289);   // five minutes, the shortest step of a farm
        await Assert.ThrowsAsync<ArgumentException>(() => new HistoryBook(new SmallHistory(most: 10), null!, TimeProvider.System)
            .FarmAsync("farm", book.Range("24h", null, null)!, asTable: false, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_line_of_a_big_new_farm_is_estimated_from_a_part_of_its_rigs_and_says_so()
    {
        const int rigs = 1_000;
        var now = RigViews.Now;
        var history = new SampledHistory(now.AddMinutes(-4), now);
        var farm = new FarmView
        {
            FarmId = "farm",
            Name = "Farm",
            Rigs = [.. Enumerable.Range(0, rigs).Select(i => RigViews.Of($"r{i}", RigStatus.Mining) is var rig ? rig with { Description = rig.Description with { CreatedAt = now.AddMinutes(-5) } } : null!)],
        };
        var spark = await new HistoryBook(history, null!, new FixedTime(now)).SparkAsync(farm, TestContext.Current.CancellationToken);
        Assert.Equal(FarmMinutes.MostRigs, history.Rigs.Distinct().Count());   // the cost is bounded
        Assert.Equal(FarmMinutes.MostRigs, history.Rigs.Count);
        Assert.True(history.Rigs.Count(static id => int.Parse(id["id-r".Length..], System.Globalization.CultureInfo.InvariantCulture) >= rigs / 2) is >= 149 and <= 151);   // spread over all
        Assert.Equal("KawPow, 10 minutes: 30.00\u00a0GH/s to 30.00\u00a0GH/s; the last minutes estimated from 300 of 1\u202f000 rigs", spark.Label);
        Assert.NotEmpty(spark.Path);
    }

    /// <summary>A year of a farm that is two days old is a few pixels: its head says so and leads to the range that has them.</summary>
    [Theory]
    [InlineData("1y", 40, "/farms/farm/charts?range=7d", "7 d")]
    [InlineData("30d", 40, "/farms/farm/charts?range=7d", "7 d")]
    [InlineData("7d", 100, null, null)]
    [InlineData("1y", 100 * 24, "/farms/farm/charts?from={0}&to={1}", "from then on")]
    public async Task Where_most_of_a_range_lies_before_the_data_their_begin_is_told_to_some_minutes(string range, int hours, string? href, string? title)
    {
        var now = RigViews.Now;
        var begins = now.AddHours(-hours).AddMinutes(-5);
        var bar = (await new HistoryBook(new YoungHistory(begins), null!, new FixedTime(now)).SketchFarmAsync("farm", HistoryRange.Read(range, null, null, now)!, TestContext.Current.CancellationToken)).Bar;
        Assert.Equal(href is null, bar.Begins is null);
        if (bar.Begins is not { } said) { Assert.Null(bar.Fitting); return; }
        Assert.InRange(begins - said, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        Assert.Equal((string.Format(System.Globalization.CultureInfo.InvariantCulture, href!, said.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds()), title!), bar.Fitting);
    }

    /// <summary>Points since a moment, in steps as long as the range asks for.</summary>
    sealed class YoungHistory(DateTimeOffset since) : IHistoryReader
    {
        public Task<HistoryAnswer> ReadAsync(HistoryQuery query, CancellationToken cancellation)
        {
            long step = ((long)(query.To - query.From).TotalMilliseconds / query.MaxPoints / 300_000 * 300_000) + 300_000;
            long[] times = [.. Enumerable.Range(0, query.MaxPoints).Select(i => (query.From.ToUnixTimeMilliseconds() / step * step) + (i * step)).Where(at => at + step > since.ToUnixTimeMilliseconds())];
            double[] values = [.. times.Select(static _ => 1d)];
            return Task.FromResult(new HistoryAnswer(HistoryResolution.FiveMinutes, TimeSpan.FromMilliseconds(step), times, [new(new(HistoryMetric.RigsReporting), values, values, values)], default));
        }
    }

    /// <summary>Each rig hashes the same since a moment; the farm has no points yet.</summary>
    sealed class SampledHistory(DateTimeOffset since, DateTimeOffset now) : IHistoryReader
    {
        public System.Collections.Concurrent.ConcurrentBag<string> Rigs { get; } = [];

        public Task<HistoryAnswer> ReadAsync(HistoryQuery query, CancellationToken cancellation)
        {
            if (query.SubjectId == "farm") { return Task.FromResult(new HistoryAnswer(HistoryResolution.FiveMinutes, TimeSpan.FromMinutes(5), [], [], default)); }
            Rigs.Add(query.SubjectId);
            long[] times = [.. Enumerable.Range(0, (int)((now - since).TotalSeconds / 10)).Select(i => since.AddSeconds(i * 10).ToUnixTimeMilliseconds())];
            double[] speeds = [.. times.Select(static _ => 30e6)];
            return Task.FromResult(new HistoryAnswer(HistoryResolution.Raw, TimeSpan.Zero, times, [new(new(HistoryMetric.Hashrate, Algorithm: "kawpow"), speeds, speeds, speeds)], default));
        }
    }

    sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    sealed class SmallHistory(int most) : IHistoryReader
    {
        public List<int> Asked { get; } = [];

        public Task<HistoryAnswer> ReadAsync(HistoryQuery query, CancellationToken cancellation)
        {
            Asked.Add(query.MaxPoints);
            return query.MaxPoints > most
                ? Task.FromException<HistoryAnswer>(new ArgumentException("That is more values than there is room for."))
                : Task.FromResult(new HistoryAnswer(HistoryResolution.Raw, TimeSpan.Zero, [], [], default));
        }
    }
}
