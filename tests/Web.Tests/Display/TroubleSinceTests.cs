using BloxOs.Data.History;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;
using BloxOs.Web.Display;
using BloxOs.Web.History;
using Microsoft.Extensions.Logging.Abstractions;

namespace BloxOs.Web.Tests.Display;

public sealed class TroubleSinceTests
{
    static readonly long[] s_times = [.. Enumerable.Range(0, 12).Select(static i => RigViews.Now.AddMinutes(5 * (i - 12)).ToUnixTimeMilliseconds())];

    [Fact]
    public void It_began_with_the_run_of_points_that_lasts_until_now()
    {
        var rig = Rig(RigViews.Gpu(0, 82), RigViews.Gpu(1, 55));
        Assert.Equal(RigNeed.Critical, rig.Need);
        double[] core = [81, 81, 60, 60, 60, 60, 60, 80, 83, 82, 82, 82], other = [.. s_times.Select(static _ => 55d)];
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(s_times[7]), TroubleSince.Of(Answer((HistoryMetric.CoreCelsius, 0, core), (HistoryMetric.CoreCelsius, 1, other)), rig));
    }

    [Fact]
    public void A_fan_that_is_counted_in_turns_counts_since_it_stands()
    {
        var rig = Rig(RigViews.Gpu(0, 64, fan: null) with { FanRpm = 0 });
        Assert.Equal(RigNeed.Critical, rig.Need);
        double[] core = [.. s_times.Select(static _ => 64d)], turns = [1_400, 1_400, 1_400, 1_400, 1_400, 1_400, 0, 0, 0, 0, 0, 0];
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(s_times[6]), TroubleSince.Of(Answer((HistoryMetric.CoreCelsius, 0, core), (HistoryMetric.FanRpm, 0, turns)), rig));
    }

    [Fact]
    public void A_dead_card_counts_by_its_own_mark_and_what_is_not_recorded_is_not_known()
    {
        var rig = Rig(RigViews.Gpu(0, 50), new GpuReading { Index = 1, Fault = "Xid 79" });
        Assert.Equal(RigNeed.DeadGpu, rig.Need);
        double[] dead = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(s_times[10]), TroubleSince.Of(Answer((HistoryMetric.GpuDead, 1, dead)), rig));
        Assert.Null(TroubleSince.Of(Answer((HistoryMetric.GpuDead, 1, [.. s_times.Select(static _ => double.NaN)])), rig));
        Assert.Null(TroubleSince.Of(new(HistoryResolution.Raw, TimeSpan.Zero, [], [], RigViews.Now), rig));
    }

    /// <summary>What the pool accepts is judged by all shares since the miner's start: the trouble began when these fell below the step, or when there were enough of them.</summary>
    [Theory]
    [InlineData(900, 100, 6)]
    [InlineData(28, 30, 9)]
    public void A_pool_refuses_too_much_since_what_it_accepted_of_all_fell_below_the_step(uint accepted, uint rejected, int point)
    {
        GpuReading[] cards = [RigViews.Gpu(0, 55)];
        var rig = new RigFacts(RigViews.Of("oak-07", RigStatus.Mining, new() { Sequence = 1, Gpus = cards, Work = [RigViews.Work("kawpow", 46e6, cards, accepted, rejected)] }), HeatBands.Default);
        Assert.Equal(RigNeed.Rejects, rig.Need);
        double[] took = [.. s_times.Select(static _ => 2d)], refused = [0, 0, 0, 0, 0, 0, 85, 0, 0, 0, 0, 0];
        if (rejected < 50) { refused = [.. s_times.Select(static _ => 1d)]; }
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(s_times[point]), TroubleSince.Of(Shares(took, refused), rig));
        Assert.Null(TroubleSince.Of(new(HistoryResolution.Raw, TimeSpan.Zero, [], [], RigViews.Now), rig));
    }

    [Fact]
    public void What_was_silent_in_between_was_not_in_trouble_all_the_time()
    {
        var rig = Rig(RigViews.Gpu(0, 82));
        long[] times = [.. s_times[..6].Select(static at => at - 3_600_000), .. s_times[6..]];
        var answer = Answer((HistoryMetric.CoreCelsius, 0, [.. times.Select(static _ => 82d)]));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(times[6]), TroubleSince.Of(answer with { Times = times }, rig));
    }

    /// <summary>A live reading is shown before its sample is stored, and a database may be slow: neither must leave it unknown for as long as the overview is open.</summary>
    [Fact]
    public async Task What_is_not_known_is_asked_for_again_and_nobody_waits_for_it_long()
    {
        var (rig, time) = (Rig(RigViews.Gpu(0, 82)), new ShiftedTime());
        var history = new OneAnswer { Next = Task.FromResult(Answer((HistoryMetric.CoreCelsius, 0, [.. s_times.Select(static _ => 60d)]))) };
        var since = new TroubleSince(history, time, NullLogger<TroubleSince>.Instance);
        Assert.Null(await since.OfAsync(rig));

        var slow = new TaskCompletionSource<HistoryAnswer>();
        history.Next = slow.Task;
        for (int i = 0; i < 6; i++, time.Advance(TimeSpan.FromSeconds(5))) { Assert.Null(await since.OfAsync(rig).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)); }
        Assert.Equal(2, history.Asked);
        slow.SetResult(Answer((HistoryMetric.CoreCelsius, 0, [.. s_times.Select(static _ => 82d)])));
        await Eventually.Async(async () => (await since.OfAsync(rig))?.At == DateTimeOffset.FromUnixTimeMilliseconds(s_times[0]), what: "the answer", cancellation: TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(50));
        Assert.NotNull(await since.OfAsync(rig));
        Assert.Equal(2, history.Asked);
    }

    /// <summary>A card that is dead for five days must not read "for 1 day", nor start again whenever nobody asked: where the look back ends it is "for over a day".</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(3, true)]
    [InlineData(20, false)]
    public async Task What_was_so_already_where_the_look_back_ends_began_before_it(int minutesIn, bool isEarlier)
    {
        var (rig, time) = (Rig(RigViews.Gpu(0, 50), new GpuReading { Index = 1, Fault = "Xid 79" }), new ShiftedTime());
        var from = time.GetUtcNow() - TroubleSince.Back;
        long[] times = [.. Enumerable.Range(0, 280).Select(i => from.AddMinutes(minutesIn + (5 * i)).ToUnixTimeMilliseconds())];
        var history = new OneAnswer { Next = Task.FromResult(Answer((HistoryMetric.GpuDead, 1, [.. times.Select(static _ => 1d)])) with { Times = times }) };
        var start = await new TroubleSince(history, time, NullLogger<TroubleSince>.Instance).OfAsync(rig);
        Assert.Equal(new TroubleStart(DateTimeOffset.FromUnixTimeMilliseconds(times[0]), isEarlier), start);
    }

    sealed class OneAnswer : IHistoryReader
    {
        public Task<HistoryAnswer> Next { get; set; } = null!;

        public int Asked { get; private set; }

        public Task<HistoryAnswer> ReadAsync(HistoryQuery query, CancellationToken cancellation)
        {
            Asked++;
            return Next;
        }
    }

    static RigFacts Rig(params GpuReading[] gpus) => new(RigViews.Of("oak-07", RigStatus.Mining, RigViews.Mining(gpus)), HeatBands.Default);

    static HistoryAnswer Shares(double[] accepted, double[] rejected) => new(
        HistoryResolution.FiveMinutes, TimeSpan.FromMinutes(5), s_times,
        [new(new(HistoryMetric.Accepted, Algorithm: "kawpow"), accepted, accepted, accepted), new(new(HistoryMetric.Rejected, Algorithm: "kawpow"), rejected, rejected, rejected)], RigViews.Now);

    static HistoryAnswer Answer(params (HistoryMetric Metric, int Card, double[] Values)[] series) => new(
        HistoryResolution.FiveMinutes, TimeSpan.FromMinutes(5), s_times,
        [.. series.Select(static one => new HistorySeries(new(one.Metric, Gpu: $"0000:{one.Card + 1:x2}:00.0"), one.Values, one.Values, one.Values))], RigViews.Now);
}
