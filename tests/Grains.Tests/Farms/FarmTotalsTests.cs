using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Tests.Farms;

public sealed class FarmTotalsTests
{
    [Fact]
    public void No_rigs_are_no_data_and_not_zero_watts()
    {
        var totals = Totals();
        Assert.Equal((0, 0, 0, 0, 0, null), (totals.Rigs, totals.RigsOnline, totals.RigsMining, totals.Gpus, totals.GpusOnline, totals.PowerWatts));
        Assert.Empty(totals.Algorithms);
    }

    [Fact]
    public void Speeds_are_added_per_algorithm_and_never_across()
    {
        var totals = Totals(
            Views.Rig("a", stats: Views.Mining(("kawpow", 30e6), ("zil", 5e6))),
            Views.Rig("b", stats: Views.Mining(("kawpow", 20e6), ("kawpow", 1e6))),
            Views.Rig("c", stats: Views.Mining(("autolykos2", 100e6), (null, 7), ("ethash", null))));
        Assert.Equal([new("kawpow", 2, 51e6), new("autolykos2", 1, 100e6), new("zil", 1, 5e6)], totals.Algorithms.AsEnumerable());
    }

    [Fact]
    public void What_an_offline_rig_said_last_does_not_count()
    {
        var stats = new RigStats { Sequence = 1, CpuWatts = 50, Gpus = [new() { PowerWatts = 200 }], Work = [new() { Algorithm = "kawpow", Hashrate = 30e6 }] };
        var totals = Totals(
            Views.Rig("a", RigStatus.Mining, stats, gpus: 1),
            Views.Rig("b", RigStatus.Offline, stats, gpus: 1),
            Views.Rig("c", RigStatus.Stale, RigStats.Empty, gpus: 4));
        Assert.Equal((3, 2, 1), (totals.Rigs, totals.RigsOnline, totals.RigsMining));
        Assert.Equal((6, 1, 250d), (totals.Gpus, totals.GpusOnline, totals.PowerWatts));
        Assert.Equal([new("kawpow", 1, 30e6)], totals.Algorithms.AsEnumerable());
    }

    [Fact]
    public void Dead_cards_are_not_online_and_cards_without_a_reading_draw_no_known_power()
    {
        var stats = new RigStats { Sequence = 1, Gpus = [new() { Index = 0 }, new() { Index = 1, Fault = "Xid 79" }] };
        var totals = Totals(Views.Rig("a", RigStatus.Idle, stats, gpus: 2));
        Assert.Equal((2, 1, null), (totals.Gpus, totals.GpusOnline, totals.PowerWatts));
        Assert.Equal(0, Totals(Views.Rig("a", stats: new() { Gpus = [new() { PowerWatts = 0 }] })).PowerWatts);
    }

    [Fact]
    public void Power_that_not_everything_tells_is_marked_as_partial()
    {
        var whole = new RigStats { Sequence = 1, Gpus = [new() { PowerWatts = 200 }, new() { Index = 1, Fault = "Xid 79" }] };
        var part = new RigStats { Sequence = 1, Gpus = [new() { PowerWatts = 200 }, new() { Index = 1 }] };
        var silent = new RigStats { Sequence = 1, Gpus = [new() { Index = 0 }] };
        Assert.False(Totals(Views.Rig("a", stats: whole), Views.Rig("b", RigStatus.Offline, part), Views.Rig("c", RigStatus.Online)).IsPowerPartial);
        Assert.Equal((400, true), (Totals(Views.Rig("a", stats: whole), Views.Rig("b", stats: part)).PowerWatts, Totals(Views.Rig("a", stats: whole), Views.Rig("b", stats: part)).IsPowerPartial));
        Assert.True(Totals(Views.Rig("a", stats: whole), Views.Rig("b", stats: silent)).IsPowerPartial);
        Assert.False(Totals(Views.Rig("b", stats: silent)).IsPowerPartial);
    }

    static FarmTotals Totals(params RigView[] rigs) => FarmTotalsOf.Rigs(rigs.Select(RigSums.Of));
}
