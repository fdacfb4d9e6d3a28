using BloxOs.Data.History;

namespace BloxOs.Data.Tests.History;

/// <summary>What the history does on every database.</summary>
public abstract class HistoryConformance : HistoryTest
{
    [Fact]
    public async Task Samples_are_read_back_as_series_and_a_gap_stays_a_gap()
    {
        await using var stores = await OpenHistoryAsync();
        await AppendAsync(stores, "rig", 1, 0, "CoreCelsius/0=61; CoreCelsius/1=55; GpuPowerWatts/0=118.46; CpuPowerWatts=40; WorkHashrate@lolminer:ethash=45620000.5");
        await AppendAsync(stores, "rig", 2, 30, "CoreCelsius/0=62; GpuPowerWatts/0=120");
        await AppendAsync(stores, "rig", 3, 60, "CoreCelsius/0=63; CoreCelsius/1=56; WorkHashrate@lolminer:ethash=46000000");
        await AppendAsync(stores, "other", 1, 30, "CoreCelsius/0=99");

        var answer = await ReadAsync(stores, "rig", 0, 61, 100);
        Assert.Equal(HistoryResolution.Raw, answer.Resolution);
        Assert.Equal(TimeSpan.Zero, answer.Step);
        Assert.Equal([At(0), At(30), At(60)], answer.Times);
        Assert.Equal([61, 62, 63], Values(answer, new(HistoryMetric.CoreCelsius, "#0")));
        Assert.Equal([55, double.NaN, 56], Values(answer, new(HistoryMetric.CoreCelsius, "#1")));
        Assert.Equal([118.5, 120, double.NaN], Values(answer, new(HistoryMetric.GpuPowerWatts, "#0")));
        Assert.Equal([158.5, 120, double.NaN], Values(answer, new(HistoryMetric.PowerWatts)));
        Assert.Equal([45620000.5, double.NaN, 46000000], Values(answer, new(HistoryMetric.WorkHashrate, Miner: "lolminer", Algorithm: "ethash")));
        Assert.Equal([45620000.5, double.NaN, 46000000], Values(answer, new(HistoryMetric.Hashrate, Algorithm: "ethash")));
        Assert.Equal([1, 1, 1], Values(answer, new(HistoryMetric.RigsReporting)));
        Assert.DoesNotContain(answer.Series, series => series.Label.Metric == HistoryMetric.Sequence);
    }

    [Fact]
    public async Task Counters_are_answered_as_increases_and_start_again_after_a_reset()
    {
        await using var stores = await OpenHistoryAsync();
        long sequence = 0;
        foreach (var (seconds, count) in new[] { (0, 5), (30, 7), (60, 7), (90, 2), (120, 3) })
        {
            await AppendAsync(stores, "rig", ++sequence, seconds, $"WorkAccepted@t-rex:kawpow={count}");
        }
        var answer = await ReadAsync(stores, "rig", 0, 200, 100, HistoryMetric.WorkAccepted, HistoryMetric.Accepted);
        Assert.Equal([double.NaN, 2, 0, 2, 1], Values(answer, new(HistoryMetric.WorkAccepted, Miner: "t-rex", Algorithm: "kawpow")));
        Assert.Equal([double.NaN, 2, 0, 2, 1], Values(answer, new(HistoryMetric.Accepted, Algorithm: "kawpow")));
        Assert.Equal(2, answer.Series.Count);
    }

    [Fact]
    public async Task More_samples_than_points_are_put_together_in_steps()
    {
        await using var stores = await OpenHistoryAsync();
        for (int i = 0; i < 20; i++) { await AppendAsync(stores, "rig", i + 1, i * 30, $"CoreCelsius/0={60 + i}; WorkAccepted@a:b={i}"); }
        var answer = await ReadAsync(stores, "rig", 0, 600, 6);
        Assert.Equal(TimeSpan.FromMinutes(2), answer.Step);
        Assert.Equal([At(0), At(120), At(240), At(360), At(480)], answer.Times);
        var core = answer.Series.Single(s => s.Label == new SeriesLabel(HistoryMetric.CoreCelsius, "#0"));
        Assert.Equal([60, 64, 68, 72, 76], core.Min);
        Assert.Equal([61.5, 65.5, 69.5, 73.5, 77.5], core.Average);
        Assert.Equal([63, 67, 71, 75, 79], core.Max);
        Assert.Equal([3, 4, 4, 4, 4], Values(answer, new(HistoryMetric.WorkAccepted, Miner: "a", Algorithm: "b")));
        // What is taken at the very end of the range is not of it, also where a step goes on behind it; packed, it lies in the same chunk.
        for (int packs = 0; packs < 2; packs++)
        {
            Assert.Equal<double[]>([61], Values(await ReadAsync(stores, "rig", 0, 90, 1), new(HistoryMetric.CoreCelsius, "#0")));
            Assert.Equal<double[]>([61.5], Values(await ReadAsync(stores, "rig", 0, 91, 1), new(HistoryMetric.CoreCelsius, "#0")));
            await stores.PackAsync();
        }
    }

    [Fact]
    public async Task Limits_are_told_and_what_does_not_exist_is_empty()
    {
        await using var stores = await OpenHistoryAsync();
        var reader = stores.Get<IHistoryReader>();
        foreach (var wrong in new HistoryQuery[]
        {
            new("", Start, Start.AddDays(1), 10, []), new("rig", Start, Start, 10, []), new("rig", Start, Start.AddDays(1), 0, []),
            new("rig", Start, Start.AddDays(1), HistoryQuery.MostPoints + 1, []), new("rig", Start, Start + HistoryQuery.MaxRange + TimeSpan.FromTicks(1), 10, []),
        })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => reader.ReadAsync(wrong, Cancellation));
        }
        var nothing = await ReadAsync(stores, "nobody", 0, 60, 10);
        Assert.Empty(nothing.Times);
        Assert.Empty(nothing.Series);
        foreach (var before in (DateTimeOffset[])[DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch.AddDays(-2), DateTimeOffset.MaxValue.AddDays(-2)])
        {
            foreach (int points in (int[])[1, 24, HistoryQuery.MostPoints]) { Assert.Empty((await reader.ReadAsync(new("rig", before, before.AddDays(1), points, []), Cancellation)).Times); }
        }
    }
}
