using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Tests.Farms;

public sealed class FarmRigsTests
{
    readonly FarmRigs _rigs = new();

    [Fact]
    public void A_rig_appears_once_both_parts_are_known()
    {
        var view = Views.Rig("a");
        _rigs.Report(view.Reading);
        Assert.Empty(_rigs.All);
        Assert.Equal(0, _rigs.Totals.Rigs);
        _rigs.Describe(view.Description);
        Assert.Equal(view, Assert.Single(_rigs.All));
        Assert.Equal(1, _rigs.Totals.Rigs);
    }

    [Fact]
    public void What_was_asked_for_never_overwrites_what_a_rig_said_itself()
    {
        var older = Views.Rig("a", RigStatus.Offline, name: "old name");
        var newer = Views.Rig("a", RigStatus.Mining, Views.Mining(("kawpow", 5)), name: "new name");
        _rigs.Report(newer.Reading);
        _rigs.Load(older);
        Assert.Equal((RigStatus.Mining, "old name"), (_rigs.All[0].Reading.Status, _rigs.All[0].Description.Name));
        _rigs.Describe(newer.Description);
        _rigs.Load(older);
        Assert.Equal(newer, Assert.Single(_rigs.All));
    }

    [Fact]
    public void A_reading_that_was_overtaken_is_dropped()
    {
        var view = Views.Rig("a");
        _rigs.Load(view with { Reading = view.Reading with { Version = 5, Status = RigStatus.Mining } });
        _rigs.TakeChanged();
        _rigs.Report(view.Reading with { Version = 4, Status = RigStatus.Online });
        Assert.False(_rigs.HasChanges);
        Assert.Equal(RigStatus.Mining, _rigs.All[0].Reading.Status);
        _rigs.Report(view.Reading with { Version = 6, Status = RigStatus.Offline });
        Assert.Equal(RigStatus.Offline, _rigs.All[0].Reading.Status);
    }

    [Fact]
    public void Changes_are_told_once_and_each_rig_once()
    {
        _rigs.Load(Views.Rig("a"));
        _rigs.Load(Views.Rig("b"));
        Assert.True(_rigs.HasChanges);
        Assert.Equal(["a", "b"], _rigs.TakeChanged().Select(v => v.RigId).Order());
        Assert.False(_rigs.HasChanges);
        for (int i = 1; i <= 10; i++) { _rigs.Report(Views.Rig("b", stats: new() { Sequence = i }).Reading); }
        Assert.Equal(10, Assert.Single(_rigs.TakeChanged()).Reading.Sample.Sequence);
        Assert.Empty(_rigs.TakeChanged());
        _rigs.Report(Views.Rig("a").Reading);
        _rigs.ForgetChanges();
        Assert.False(_rigs.HasChanges);
    }

    [Fact]
    public void Totals_follow_every_change()
    {
        _rigs.Load(Views.Rig("a", RigStatus.Mining, Views.Mining(("kawpow", 5))));
        Assert.Equal(5, _rigs.Totals.Algorithms[0].Hashrate);
        _rigs.Report(Views.Rig("a", RigStatus.Mining, Views.Mining(("kawpow", 7))).Reading);
        Assert.Equal(7, _rigs.Totals.Algorithms[0].Hashrate);
        _rigs.Report(Views.Rig("a", RigStatus.Offline, Views.Mining(("kawpow", 7))).Reading);
        Assert.Empty(_rigs.Totals.Algorithms);
    }

    [Fact]
    public void Rigs_of_a_dead_silo_go_offline_and_keep_their_last_sample()
    {
        var now = DateTimeOffset.Parse("2026-11-22T12:00:00Z");
        _rigs.Load(Views.Rig("a", stats: Views.Mining(("kawpow", 5)), silo: Views.SiloA));
        _rigs.Load(Views.Rig("b", stats: Views.Mining(("kawpow", 6)), silo: Views.SiloB));
        _rigs.Load(Views.Rig("c", RigStatus.Offline));
        _rigs.TakeChanged();

        _rigs.DropDeadSilos(silo => silo.Equals(Views.SiloA), now);
        var lost = Assert.Single(_rigs.TakeChanged());
        Assert.Equal(("a", RigStatus.Offline, now, null), (lost.RigId, lost.Reading.Status, lost.Reading.StatusSince, lost.Reading.Silo));
        Assert.Equal(1, lost.Reading.Sample.Sequence);
        Assert.Equal(6, Assert.Single(_rigs.Totals.Algorithms).Hashrate);

        _rigs.DropDeadSilos(silo => silo.Equals(Views.SiloA), now.AddMinutes(1));
        Assert.False(_rigs.HasChanges);   // told once
    }
}
