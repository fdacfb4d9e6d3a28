using BloxOs.Data.Directory;
using BloxOs.Data.History;
using BloxOs.Data.Jobs;

namespace BloxOs.Data.Tests.History;

/// <summary>Coarser resolutions, farms and retention on every database.</summary>
public abstract class RollupConformance : HistoryTest
{
    static readonly SeriesLabel s_core = new(HistoryMetric.CoreCelsius, "#0");
    static readonly SeriesLabel s_shares = new(HistoryMetric.WorkAccepted, Miner: "a", Algorithm: "b");

    /// <summary>A sample every 30 s: the temperature is the minute, every fifth sample brings two shares, and the miner starts again after 3000 s.</summary>
    static async Task FillAsync(Stores stores, string rig, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            int shares = i * 30 < 3_000 ? 2 * (i / 5) : 2 * ((i / 5) - 20);
            await AppendAsync(stores, rig, i + 1, i * 30, $"CoreCelsius/0={i / 2 % 60}; GpuPowerWatts/0=100; WorkHashrate@a:b={1_000 + i}; WorkAccepted@a:b={shares}; GpuDead/0=0");
        }
    }

    /// <summary>A farm with one rig, whose first 250 samples are packed and made into coarser points.</summary>
    /// <param name="clock">Second at which that is.</param>
    async Task<Stores> RolledUpAsync(int clock)
    {
        var stores = await OpenHistoryAsync();
        await EnlistAsync(stores, "farm", "rig");
        await FillAsync(stores, "rig", 0, 250);
        SetClock(clock);
        await stores.PackAsync();
        await stores.RollUpAsync();
        return stores;
    }

    [Fact]
    public async Task Points_have_least_mean_most_and_increases_and_are_the_same_when_they_are_made_again()
    {
        await using var stores = await RolledUpAsync(7_600);

        var five = await ReadAsync(stores, "rig", 0, 7_200, 24);
        Assert.Equal((HistoryResolution.FiveMinutes, TimeSpan.FromMinutes(5), 24), (five.Resolution, five.Step, five.Times.Length));
        Assert.Equal(Enumerable.Range(0, 24).Select(i => At(i * 300)), five.Times);
        var core = Series(five, s_core);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => i * 5.0 % 60), core.Min);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (i * 5.0 % 60) + 2), core.Average);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (i * 5.0 % 60) + 4), core.Max);
        // Two increases of two in ten samples; only one in the first, whose first count is no increase.
        Assert.Equal([2, .. Enumerable.Repeat(4.0, 9), 2, .. Enumerable.Repeat(4.0, 13)], Values(five, s_shares));

        var hours = await ReadAsync(stores, "rig", 0, 7_200, 2);
        Assert.Equal((HistoryResolution.Hour, TimeSpan.FromHours(1)), (hours.Resolution, hours.Step));
        core = Series(hours, s_core);
        Assert.Equal([0, 0], core.Min);
        Assert.Equal([29.5, 29.5], core.Average);
        Assert.Equal([59, 59], core.Max);
        Assert.Equal([2 + (4 * 11) - 2, 48], Values(hours, s_shares));

        await stores.RollUpAsync();
        Same(five, await ReadAsync(stores, "rig", 0, 7_200, 24));
    }

    [Fact]
    public async Task A_card_that_is_silent_for_some_minutes_has_a_gap_there_and_its_hour_the_mean_of_its_samples()
    {
        await using var stores = await OpenHistoryAsync();
        await EnlistAsync(stores, "farm", "rig");
        // The second card has six samples of 40 in the first five minutes, one of 61 at the very end of the hour, one of 99 at the very start of the next.
        for (int i = 0; i < 12; i++) { await AppendAsync(stores, "rig", i + 1, i < 6 ? i * 50 : i * 300, i < 6 ? "CoreCelsius/0=60; CoreCelsius/1=40" : "CoreCelsius/0=60"); }
        await AppendAsync(stores, "rig", 13, 3_599.999, "CoreCelsius/0=60; CoreCelsius/1=61");
        await AppendAsync(stores, "rig", 14, 3_600, "CoreCelsius/1=99");
        SetClock(7_300);
        await stores.PackAsync();
        await stores.RollUpAsync();
        var five = await ReadAsync(stores, "rig", 0, 3_600, 12, HistoryMetric.CoreCelsius);
        Assert.Equal((HistoryResolution.FiveMinutes, 7), (five.Resolution, five.Times.Length));
        Assert.Equal([40, .. Enumerable.Repeat(double.NaN, 5), 61], Values(five, new(HistoryMetric.CoreCelsius, "#1")));
        Assert.Equal(Enumerable.Repeat(60.0, 7), Values(five, s_core));
        var second = Series(await ReadAsync(stores, "rig", 0, 3_600, 1, HistoryMetric.CoreCelsius), new(HistoryMetric.CoreCelsius, "#1"));
        Assert.Equal((40, 43, 61), (second.Min[0], second.Average[0], second.Max[0]));
    }

    [Fact]
    public async Task A_coarse_answer_reaches_to_the_live_edge()
    {
        await using var stores = await RolledUpAsync(7_500);
        await FillAsync(stores, "rig", 250, 490);
        SetClock(10_800);
        await stores.PackAsync();
        await FillAsync(stores, "rig", 490, 500);

        var all = await ReadAsync(stores, "rig", 0, 15_000, 50, HistoryMetric.WorkAccepted, HistoryMetric.Hashrate, HistoryMetric.RigsReporting);
        Assert.Equal(HistoryResolution.FiveMinutes, all.Resolution);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => At(i * 300)), all.Times);
        Assert.Equal(2.0 * (499 / 5) - 2, Values(all, s_shares).Sum());   // the reset cost one increase: the count began again at 0
        Assert.Equal(1_000 + 495 - 0.5, Values(all, new(HistoryMetric.Hashrate, Algorithm: "b"))[^1]);
        Assert.All(Values(all, new(HistoryMetric.RigsReporting)), value => Assert.Equal(1, value));
    }

    /// <summary>"The last 30 days" are a little more than 30 days ago when the history reads them.</summary>
    [Theory]
    [InlineData(30 * 24, 1_000, HistoryResolution.FiveMinutes, HistoryResolution.Hour)]
    [InlineData(48, 3_000, HistoryResolution.Raw, HistoryResolution.FiveMinutes)]
    public async Task A_range_as_long_as_its_points_are_kept_is_answered_with_them(int hours, int points, HistoryResolution kept, HistoryResolution coarser)
    {
        await using var stores = await RolledUpAsync(7_600);
        int seconds = hours * 3_600;
        foreach (var (late, expected) in new[] { (0, kept), (2, kept), (300, kept), (301, coarser) })
        {
            SetClock(seconds + late);
            var answer = await ReadAsync(stores, "rig", 0, seconds, points, HistoryMetric.CoreCelsius);
            Assert.Equal((late, expected), (late, answer.Resolution));
            Assert.NotEmpty(answer.Times);
        }
    }

    [Fact]
    public async Task Late_samples_make_their_points_again()
    {
        await using var stores = await OpenHistoryAsync();
        await EnlistAsync(stores, "farm", "rig");
        await AppendAsync(stores, "rig", 1, 0, "CoreCelsius/0=60");
        SetClock(86_400);
        await stores.PackAsync();
        await stores.RollUpAsync();
        Assert.Equal<double[]>([60], Values(await ReadAsync(stores, "rig", 0, 86_400, 24), s_core));
        await AppendAsync(stores, "rig", 2, 30, "CoreCelsius/0=70");
        await AppendAsync(stores, "rig", 3, 4_000, "CoreCelsius/0=80");
        await stores.PackAsync();
        await stores.RollUpAsync();
        Assert.Equal<double[]>([65, 80], Values(await ReadAsync(stores, "rig", 0, 86_400, 24), s_core));
        Assert.Equal(0, (await stores.RollUpAsync()).RigHours);
    }

    [Fact]
    public async Task Late_samples_take_their_shares_out_of_the_hour_behind_them()
    {
        await using var stores = await OpenHistoryAsync();
        await EnlistAsync(stores, "farm", "rig");
        await AppendAsync(stores, "rig", 1, 0, "WorkAccepted@a:b=10");
        await AppendAsync(stores, "rig", 2, 3_630, "WorkAccepted@a:b=40");
        SetClock(86_400);
        await stores.PackAsync();
        await stores.RollUpAsync();
        Assert.Equal<double[]>([30], Values(await ReadAsync(stores, "rig", 0, 7_200, 2), s_shares).Where(double.IsFinite).ToArray());
        // What the rig kept while it had no connection comes behind what was live.
        await AppendAsync(stores, "rig", 3, 1_800, "WorkAccepted@a:b=20");
        await AppendAsync(stores, "rig", 4, 3_000, "WorkAccepted@a:b=35");
        await stores.PackAsync();
        await stores.RollUpAsync();
        Assert.Equal<double[]>([25, 5], Values(await ReadAsync(stores, "rig", 0, 7_200, 2), s_shares));
        Assert.Equal<double[]>([25, 5], Values(await ReadAsync(stores, "farm", 0, 7_200, 2), new(HistoryMetric.Accepted, Algorithm: "b")));
    }

    /// <summary>A packer that dies before SQLite's journal lets go of what it packed finds that again, beside what came late.</summary>
    [Fact]
    public async Task Late_samples_beside_others_that_are_packed_already_take_their_shares_out_of_the_hour_behind_them()
    {
        await using var stores = await OpenHistoryAsync();
        await EnlistAsync(stores, "farm", "rig");
        SetClock(86_400);
        await stores.PackAsync();
        for (int i = 0; i < 2; i++) { await AppendAsync(stores, "rig", i + 1, 1_800 + (3_600 * i), $"WorkAccepted@a:b={10 + (30 * i)}"); }
        var lease = (await stores.Get<IJobLedger>().TryStartAsync(IHistoryPacker.Job, "one that dies", null, Cancellation))!;
        await Assert.ThrowsAsync<InsufficientMemoryException>(() => new HistoryPacker(new DyingStore(stores.Get<IHistoryStore>(), survive: 1), new PlainFormat(), Clock).PackAsync(lease, Cancellation));
        await stores.RollUpAsync();
        Assert.Equal<double[]>([30], Values(await ReadAsync(stores, "rig", 0, 7_200, 2), s_shares).Where(double.IsFinite).ToArray());
        await AppendAsync(stores, "rig", 3, 3_000, "WorkAccepted@a:b=35");
        Clock.Advance(IJobLedger.LeaseTime);
        await stores.PackAsync();
        await stores.RollUpAsync();
        Assert.Equal<double[]>([25, 5], Values(await ReadAsync(stores, "rig", 0, 7_200, 2), s_shares));
    }

    /// <summary>An agent that is down for hours keeps no samples, and its miner goes on.</summary>
    [Fact]
    public async Task Shares_of_hours_without_samples_are_in_the_first_point_behind_them()
    {
        await using var stores = await OpenHistoryAsync();
        await EnlistAsync(stores, "farm", "rig");
        await AppendAsync(stores, "rig", 1, 0, "WorkAccepted@a:b=10");
        for (int i = 0; i < 2; i++) { await AppendAsync(stores, "rig", i + 2, 18_030 + (30 * i), $"WorkAccepted@a:b={40 + i}"); }
        SetClock(86_400);
        await stores.PackAsync();
        await stores.RollUpAsync();
        await SharesAreAsync([31]);
        // What comes late lies between: it has some of them.
        await AppendAsync(stores, "rig", 4, 3_700, "WorkAccepted@a:b=25");
        await stores.PackAsync();
        await stores.RollUpAsync();
        await SharesAreAsync([15, 16]);

        async Task SharesAreAsync(double[] expected)
        {
            foreach (int points in (int[])[6, 72])
            {
                Assert.Equal(expected, Values(await ReadAsync(stores, "rig", 0, 21_600, points), s_shares).Where(double.IsFinite));
                Assert.Equal(expected, Values(await ReadAsync(stores, "farm", 0, 21_600, points), new(HistoryMetric.Accepted, Algorithm: "b")).Where(double.IsFinite));
            }
            Assert.Equal(31, Values(await ReadAsync(stores, "rig", 0, 21_600, 1_000), s_shares).Where(double.IsFinite).Sum());
        }
    }

    /// <summary>In the order of their times the counts go down once: as a start at 0 that would be a thousand shares that nobody found.</summary>
    [Fact]
    public async Task Shares_of_a_rig_whose_clock_was_set_back_are_counted_once()
    {
        await using var stores = await OpenHistoryAsync();
        await EnlistAsync(stores, "farm", "rig");
        double[] seconds = [1_800, 1_830, 1_860, 1_890, 720, 750, 2_010, 3_630];
        for (int i = 0; i < seconds.Length; i++) { await AppendAsync(stores, "rig", i + 1, seconds[i], $"WorkAccepted@a:b={1_000 + i}"); }
        SetClock(86_400);
        await stores.PackAsync();
        await stores.RollUpAsync();
        Assert.Equal<double[]>([6, 1], Values(await ReadAsync(stores, "rig", 0, 7_200, 2), s_shares));
        Assert.Equal<double[]>([6, 1], Values(await ReadAsync(stores, "farm", 0, 7_200, 2), new(HistoryMetric.Accepted, Algorithm: "b")));
    }

    /// <summary>What a rig kept for longer than samples are kept comes at its own pace, and is packed and made into points in pieces.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Points_of_long_ago_that_come_in_pieces_are_those_of_all_pieces(bool trimmed)
    {
        await using var stores = await OpenHistoryAsync();
        foreach (string rig in (string[])["one", "two"]) { await EnlistAsync(stores, "farm", rig); }
        SetClock(86_400 * 3);
        await FillAsync(stores, "one", 0, 70);   // 35 minutes
        await PassAsync(stores);
        await FillAsync(stores, "one", 70, 120);
        await FillAsync(stores, "two", 0, 47);   // ends in the middle of five minutes
        await PassAsync(stores);
        if (!trimmed) { await FillAsync(stores, "two", 47, 120); }
        await PassAsync(stores);

        Assert.Equal<double[]>([29.5], Values(await ReadAsync(stores, "one", 0, 3_600, 1), s_core));
        var five = await ReadAsync(stores, "farm", 0, 3_600, 12);
        int rigs = trimmed ? 5 : 12;
        Assert.Equal([.. Enumerable.Repeat(200.0, rigs), .. Enumerable.Repeat(100.0, 12 - rigs)], Values(five, new(HistoryMetric.PowerWatts)));
        if (trimmed) { return; }
        Assert.Equal<double[]>([44], Values(await ReadAsync(stores, "one", 0, 3_600, 1), s_shares));
        Assert.Equal<double[]>([88], Values(await ReadAsync(stores, "farm", 0, 3_600, 1), new(HistoryMetric.Accepted, Algorithm: "b")));

        async Task PassAsync(Stores of)
        {
            await of.PackAsync();
            await of.RollUpAsync();
            if (trimmed) { await of.TrimAsync(); }
        }
    }

    [Fact]
    public async Task Many_hours_at_once_are_what_they_are_one_by_one()
    {
        await using var steadily = await OpenHistoryAsync();
        await using var late = await OpenHistoryAsync();
        for (int hour = 0; hour < 15; hour++)   // over the end of a chunk of five minutes, at noon and at midnight
        {
            foreach (var stores in (Stores[])[steadily, late])
            {
                foreach (string rig in (string[])["one", "two"])
                {
                    if (hour == 0) { await EnlistAsync(stores, "farm", rig); }
                    for (int i = 0; i < 4; i++) { await AppendAsync(stores, rig, (hour * 4) + i + 1, (hour * 3_600) + (i * 900), $"GpuPowerWatts/0={100 + hour + i}; WorkAccepted@a:b={hour * i}"); }
                }
            }
            SetClock((hour + 1) * 3_600);
            await steadily.PackAsync();
            await steadily.RollUpAsync();
        }
        await late.PackAsync();
        Assert.Equal((30, 15), await late.RollUpAsync());
        foreach (string subject in (string[])["one", "farm"])
        {
            foreach (int points in (int[])[15, 180])
            {
                var expected = await ReadAsync(steadily, subject, 0, 15 * 3_600, points);
                Assert.Equal(points == 15 ? 15 : 60, expected.Times.Length);
                Same(expected, await ReadAsync(late, subject, 0, 15 * 3_600, points));
            }
        }
    }

    [Fact]
    public async Task Without_bounds_there_are_the_same_means_alone()
    {
        await using var stores = await RolledUpAsync(7_600);
        foreach (int points in (int[])[2, 24])
        {
            var query = new HistoryQuery("rig", Start, Start.AddSeconds(7_500), points, []);
            var all = await stores.Get<IHistoryReader>().ReadAsync(query, Cancellation);
            var means = await stores.Get<IHistoryReader>().ReadAsync(query with { Bounds = false }, Cancellation);
            Assert.Equal(all.Series.Select(static s => s.Label), means.Series.Select(static s => s.Label));
            foreach (var (one, other) in all.Series.Zip(means.Series))
            {
                Assert.Equal(one.Average, other.Average);
                Assert.Same(other.Average, other.Min);
            }
        }
    }

    [Fact]
    public async Task Samples_older_than_samples_are_kept_add_points_but_change_none()
    {
        await using var stores = await OpenHistoryAsync();
        await EnlistAsync(stores, "farm", "rig");
        await AppendAsync(stores, "rig", 1, 0, "CoreCelsius/0=60");
        SetClock(86_400);
        await stores.PackAsync();
        await stores.RollUpAsync();
        SetClock(86_400 * 4);
        await stores.TrimAsync();
        await AppendAsync(stores, "rig", 2, 30, "CoreCelsius/0=99");
        await AppendAsync(stores, "rig", 3, 330, "CoreCelsius/0=80");
        await stores.PackAsync();
        await stores.RollUpAsync();
        Assert.Equal<double[]>([60, 80], Values(await ReadAsync(stores, "rig", 0, 600, 100), s_core));
    }

    /// <summary>Retention and points are two jobs: retention may come first, for a rig that was offline for days or when points could not be made for long.</summary>
    [Fact]
    public async Task Samples_that_are_too_old_stay_until_their_points_are_made()
    {
        await using var stores = await OpenHistoryAsync();
        await EnlistAsync(stores, "farm", "rig");
        await AppendAsync(stores, "rig", 1, 3_000, "CoreCelsius/0=60; WorkAccepted@a:b=10");
        await AppendAsync(stores, "rig", 2, 3_630, "CoreCelsius/0=80; WorkAccepted@a:b=15");
        await AppendAsync(stores, "rig", 3, 10_800, "CoreCelsius/0=70; WorkAccepted@a:b=19");
        SetClock(86_400 * 4);
        await stores.PackAsync();
        Assert.Equal((0, 0), await stores.TrimAsync());
        await stores.RollUpAsync();
        Assert.Equal((3, 0), await stores.TrimAsync());
        var points = await ReadAsync(stores, "rig", 0, 14_400, 48);
        Assert.Equal<double[]>([60, 80, 70], Values(points, s_core));
        Assert.Equal<double[]>([5, 4], Values(points, s_shares).Where(double.IsFinite).ToArray());
    }

    [Fact]
    public async Task A_farm_has_the_sums_of_its_rigs()
    {
        await using var stores = await OpenHistoryAsync();
        foreach (var (farm, rig) in new[] { ("farm", "one"), ("farm", "two"), ("other", "three") }) { await EnlistAsync(stores, farm, rig); }
        await FillAsync(stores, "one", 0, 240);
        await FillAsync(stores, "two", 120, 240);
        await FillAsync(stores, "three", 0, 240);
        SetClock(7_200);
        await stores.PackAsync();
        Assert.Equal((5, 4), await stores.RollUpAsync());

        var farm5 = await ReadAsync(stores, "farm", 0, 7_200, 24);
        Assert.Equal([.. Enumerable.Repeat(100.0, 12), .. Enumerable.Repeat(200.0, 12)], Values(farm5, new(HistoryMetric.PowerWatts)));
        Assert.Equal([.. Enumerable.Repeat(1.0, 12), .. Enumerable.Repeat(2.0, 12)], Values(farm5, new(HistoryMetric.RigsReporting)));
        Assert.Equal([.. Enumerable.Repeat(1.0, 12), .. Enumerable.Repeat(2.0, 12)], Values(farm5, new(HistoryMetric.GpusReporting)));
        Assert.Equal(2 * (1_000 + 234.5), Values(farm5, new(HistoryMetric.Hashrate, Algorithm: "b"))[^1]);
        Assert.DoesNotContain(farm5.Series, s => !FarmSums.IsTotal(s.Label.Metric));
        var hours = await ReadAsync(stores, "farm", 0, 7_200, 2);
        Assert.Equal([100, 200], Values(hours, new(HistoryMetric.PowerWatts)));
        Assert.Equal([44, 94], Values(hours, new(HistoryMetric.Accepted, Algorithm: "b")));
    }

    [Fact]
    public async Task What_is_older_than_it_is_kept_goes_and_a_deleted_rig_leaves_nothing()
    {
        await using var stores = await OpenHistoryAsync();
        foreach (string rig in (string[])["stays", "goes"])
        {
            await EnlistAsync(stores, "farm", rig);
            await FillAsync(stores, rig, 0, 120);
        }
        SetClock(86_400);
        await stores.PackAsync();
        await stores.RollUpAsync();
        await stores.Directory.PutFarmAsync(new FarmEntry("farm", "Farm"));
        Assert.Equal((0, 0), await stores.TrimAsync());
        await stores.Directory.RemoveRigAsync("goes");
        Assert.Equal((0, 0), await stores.TrimAsync());
        Assert.NotEmpty((await ReadAsync(stores, "goes", 0, 3_600, 1_000)).Times);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((0, 1), await stores.TrimAsync());
        Assert.Empty((await ReadAsync(stores, "goes", 0, 3_600, 1_000)).Times);

        Assert.Equal((HistoryResolution.Raw, 120), await ShapeAsync(stores));
        SetClock(86_400 * 3);
        Assert.Equal((1, 0), await stores.TrimAsync());
        Assert.Equal((HistoryResolution.FiveMinutes, 12), await ShapeAsync(stores));
        SetClock(86_400 * 40);
        Assert.Equal((2, 0), await stores.TrimAsync());
        Assert.Equal((HistoryResolution.Hour, 1), await ShapeAsync(stores));
        SetClock(86_400 * 760);
        Assert.Equal((2, 0), await stores.TrimAsync());
        Assert.Equal((HistoryResolution.Hour, 0), await ShapeAsync(stores));

        static async Task<(HistoryResolution, int)> ShapeAsync(Stores stores)
        {
            var answer = await ReadAsync(stores, "stays", 0, 3_600, 1_000);
            return (answer.Resolution, answer.Times.Length);
        }
    }
}
