using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Tests.Rigs;

/// <summary>What a rig ran when it went dark is known also after a restart of the server, which forgets its readings.</summary>
[Collection<SharedSilos>]
public sealed class LastWorkTests(TwoSilos silos)
{
    static readonly RigInventory s_card = new() { HostName = "north", Gpus = [new() { Index = 0 }] };
    static readonly WorkReading s_trex = TRex("0.26.8");
    static readonly WorkReading s_xmrig = new() { Miner = "XMRig", Version = "6.22.2", Algorithm = "randomx", Coin = "XMR", Hashrate = 9_000, CpuThreads = 8 };

    [Fact]
    public async Task A_rig_that_went_dark_still_says_what_it_ran_after_its_readings_are_forgotten()
    {
        var (rig, session) = await AttachAsync();
        await rig.Report(session, Sample(1, s_trex, s_xmrig));
        var seen = silos.Time.GetUtcNow();
        await rig.Detach(session, seen);
        var view = await RestartedAsync(rig);
        Assert.Equal((RigStatus.Offline, 0L), (view.Reading.Status, view.Reading.Sample.Sequence));   // no figures come back
        var last = view.Description.LastWork!;
        Assert.Equal(seen, last.At);
        Assert.Equal([new("T-Rex", "0.26.8", "kawpow", "RVN", "pool.example.com:4444"), new("XMRig", "6.22.2", "randomx", "XMR", null)], last.Miners.AsEnumerable());
    }

    [Fact]
    public async Task Without_a_goodbye_it_is_known_as_it_was_when_it_changed_last()
    {
        var (rig, session) = await AttachAsync();
        var before = silos.Time.GetUtcNow();
        await rig.Report(session, Sample(1, s_trex));
        var first = (await RestartedAsync(rig)).Description.LastWork!;
        Assert.Equal("T-Rex", Assert.Single(first.Miners).Miner);
        Assert.InRange(first.At, before, silos.Time.GetUtcNow());

        silos.Time.Advance(LastWork.KeptOncePer);
        await rig.Report(session, Sample(2, TRex("0.27.0")));
        var second = (await RestartedAsync(rig)).Description.LastWork!;
        Assert.Equal("0.27.0", Assert.Single(second.Miners).Version);
        Assert.True(second.At > first.At);
    }

    [Fact]
    public async Task A_miner_that_stopped_before_the_rig_went_dark_is_kept_with_the_time_at_which_it_ran()
    {
        var (rig, session) = await AttachAsync();
        await rig.Report(session, Sample(1, s_trex));
        var kept = (await rig.GetView())!.Description.LastWork!;
        silos.Time.Advance(LastWork.KeptOncePer);
        await rig.Report(session, Sample(2));
        await rig.Detach(session, silos.Time.GetUtcNow());
        var last = (await RestartedAsync(rig)).Description.LastWork!;
        Assert.Equal((kept.At, "T-Rex"), (last.At, Assert.Single(last.Miners).Miner));
    }

    [Fact]
    public async Task A_rig_that_changes_all_the_time_is_not_saved_all_the_time()
    {
        var (rig, session) = await AttachAsync();
        await rig.Report(session, Sample(1, s_trex));
        await rig.Report(session, Sample(2, s_xmrig));
        Assert.Equal("T-Rex", Assert.Single((await rig.GetView())!.Description.LastWork!.Miners).Miner);
        silos.Time.Advance(LastWork.KeptOncePer);
        await rig.Report(session, Sample(3, s_xmrig));
        Assert.Equal("XMRig", Assert.Single((await rig.GetView())!.Description.LastWork!.Miners).Miner);
    }

    [Fact]
    public async Task A_rig_that_never_told_of_a_miner_has_none()
    {
        var (rig, session) = await AttachAsync();
        await rig.Report(session, Sample(1));
        await rig.Detach(session, silos.Time.GetUtcNow());
        Assert.Null((await RestartedAsync(rig)).Description.LastWork);
    }

    static WorkReading TRex(string version) => new() { Miner = "T-Rex", Version = version, Algorithm = "kawpow", Coin = "RVN", Pool = "pool.example.com:4444", Hashrate = 30e6 };

    static RigSample Sample(long sequence, params WorkReading[] work) => RigSample.Of(new() { Sequence = sequence, Work = work });

    async Task<RigView> RestartedAsync(IRigGrain rig)
    {
        await silos.Cluster.DeactivateAsync(rig);
        return (await rig.GetView())!;
    }

    async Task<(IRigGrain, RigSession)> AttachAsync()
    {
        var added = await (await silos.AddFarmAsync()).AddRig("rig");
        var rig = silos.Of(0).GetGrain<IRigGrain>(added.RigId);
        var session = new RigSession(silos.Address(0), 1);
        Assert.True((await rig.Attach(session, RigToken.HashOf(added.Token), s_card)).Attached);
        return (rig, session);
    }
}
