using BloxOs.Data.History;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;
using BloxOs.Web.History;

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

    static RigFacts Rig(params GpuReading[] gpus) => new(RigViews.Of("oak-07", RigStatus.Mining, RigViews.Mining(gpus)), HeatBands.Default);

    static HistoryAnswer Answer(params (HistoryMetric Metric, int Card, double[] Values)[] series) => new(
        HistoryResolution.FiveMinutes, TimeSpan.FromMinutes(5), s_times,
        [.. series.Select(static one => new HistorySeries(new(one.Metric, Gpu: $"0000:{one.Card + 1:x2}:00.0"), one.Values, one.Values, one.Values))], RigViews.Now);
}
