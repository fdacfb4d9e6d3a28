using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Tests.Rigs;

[Collection<SharedSilos>]
public sealed class RigRivalsTests(TwoSilos silos)
{
    long _session;

    [Fact, Trait("check", "28")]
    public async Task Two_machines_with_one_token_are_noticed_and_do_not_take_turns()
    {
        var added = await (await silos.AddFarmAsync()).AddRig("rig");
        var rig = silos.Of(0).GetGrain<IRigGrain>(added.RigId);
        Assert.Equal(RigRefusal.None, await AttachAsync("boot-a", "first"));
        Assert.Equal(RigRefusal.None, await AttachAsync("boot-b", "copy"));   // could be the same machine, started anew
        Assert.Null((await rig.GetView())!.Description.Rival);

        for (int i = 0; i < 3; i++) { Assert.Equal(RigRefusal.Clone, await AttachAsync("boot-a", "first")); }
        var view = (await rig.GetView())!;
        Assert.Equal(("first", "10.0.0.1", "copy"), (view.Description.Rival!.HostName, view.Description.Rival.Address, view.Description.Inventory.HostName));
        Assert.NotEqual(RigStatus.Offline, view.Reading.Status);

        Assert.Equal(RigRefusal.None, await AttachAsync("boot-b", "copy"));   // a reconnect of the one that has the rig replaces at once
        Assert.Equal(RigRefusal.Clone, await AttachAsync("boot-a", "first"));
        await rig.Detach(new(silos.Address(0), _session - 1), TimeProvider.System.GetUtcNow());
        Assert.Equal(RigRefusal.None, await AttachAsync("boot-a", "first"));   // the other one is gone

        var fresh = await rig.ChangeToken((await rig.FarmOf())!, RigTokenEnd.Now);
        Assert.Null((await rig.GetView())!.Description.Rival);
        Assert.NotNull(fresh.Token);

        async Task<RigRefusal> AttachAsync(string boot, string host)
        {
            var inventory = new RigInventory { BootId = boot, HostName = host, Addresses = ["10.0.0.1"] };
            return (await rig.Attach(new(silos.Address(0), ++_session), RigToken.HashOf(added.Token), inventory)).Refusal;
        }
    }

    [Fact]
    public void A_machine_that_is_started_again_and_again_is_no_rival()
    {
        var rivals = RigRivals.None;
        string? live = null;
        for (int i = 0; i < 20; i++)
        {
            string boot = $"boot-{i}";
            Assert.False(rivals.IsRival(boot, live));
            rivals = rivals.With(live, boot);
            live = boot;
        }
        Assert.InRange(rivals.Replaced.Length, 1, 8);
        Assert.False(rivals.IsRival(null, live));
        Assert.False(rivals.IsRival(live, live));
        Assert.True(rivals.IsRival("boot-18", live));
    }

    [Fact]
    public void A_rival_that_is_not_seen_any_more_is_forgotten()
    {
        var at = DateTimeOffset.UnixEpoch;
        var rivals = RigRivals.None.Seen(new() { HostName = "copy" }, at).Seen(new() { HostName = "copy" }, at.AddMinutes(8));
        Assert.Equal(new("copy", null, at, at.AddMinutes(8)), rivals.Rival);
        Assert.NotNull(rivals.Now(at.AddMinutes(38)).Rival);
        Assert.Null(rivals.Now(at.AddMinutes(39)).Rival);
    }
}
