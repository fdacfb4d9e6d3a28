using System.Collections.Concurrent;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;

namespace BloxOs.Grains.Tests.Farms;

[Collection<SharedSilos>]
public sealed class FarmGrainTests(TwoSilos silos)
{
    [Fact]
    public async Task A_farm_is_made_once_and_has_an_owner()
    {
        string owner = OpaqueId.New();
        var farm = silos.Of(0).GetGrain<IFarmGrain>(OpaqueId.New());
        Assert.Null(await farm.GetView());
        Assert.Equal(FarmMembership.None, await farm.MembershipOf(owner));
        await Assert.ThrowsAsync<InvalidOperationException>(() => farm.AddRig("rig"));
        await farm.Create("Home", owner);
        await farm.Create("Other", OpaqueId.New());
        Assert.Equal(("Home", FarmLevel.Owner, FarmLevel.None), ((await farm.GetView())!.Name, (await farm.MembershipOf(owner)).Level, (await farm.MembershipOf(OpaqueId.New())).Level));
        await Assert.ThrowsAsync<ArgumentException>(() => farm.AddRig(" \n "));
        Assert.Empty((await farm.GetView())!.Rigs);
    }

    [Fact]
    public async Task Rigs_and_what_they_report_are_seen_from_either_silo()
    {
        var farm = await silos.AddFarmAsync();
        var added = await farm.AddRig("one");
        await farm.AddRig("two");
        var session = new RigSession(silos.Address(1), 1);
        var rig = silos.Of(1).GetGrain<IRigGrain>(added.RigId);
        await rig.Attach(session, RigToken.HashOf(added.Token), RigInventory.Empty);
        await rig.Report(session, RigSample.Of(new() { Sequence = 1, Work = [new() { Algorithm = "kawpow", Hashrate = 5 }] }));
        await EventuallyAsync(async () => (await farm.GetView())!.Totals.RigsMining == 1, "the farm to hear of it");
        var view = (await silos.Of(1).GetGrain<IFarmGrain>(farm.GetPrimaryKeyString()).GetView())!;
        Assert.Equal(["one", "two"], view.Rigs.Select(r => r.Description.Name).Order());
        Assert.Equal([new("kawpow", 1, 5)], view.Totals.Algorithms.AsEnumerable());
    }

    [Fact]
    public async Task A_farm_that_was_away_asks_its_rigs()
    {
        var farm = await silos.AddFarmAsync();
        var added = await farm.AddRig("one");
        var session = new RigSession(silos.Address(0), 1);
        var rig = silos.Of(0).GetGrain<IRigGrain>(added.RigId);
        await rig.Attach(session, RigToken.HashOf(added.Token), RigInventory.Empty);
        await rig.Report(session, RigSample.Of(new() { Sequence = 3 }));
        await EventuallyAsync(async () => (await farm.GetView())!.Rigs.Single().Reading.Sample.Sequence == 3, "the farm to have heard all");
        await silos.Cluster.DeactivateAsync(farm);
        Assert.Equal(3, Assert.Single((await farm.GetView())!.Rigs).Reading.Sample.Sequence);
    }

    [Fact]
    public async Task Watchers_get_two_updates_a_second_with_each_rig_once()
    {
        var farm = await silos.AddFarmAsync();
        var rigs = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => farm.AddRig($"rig {i}")));
        var session = new RigSession(silos.Address(0), 1);
        foreach (var rig in rigs) { await silos.Of(0).GetGrain<IRigGrain>(rig.RigId).Attach(session, RigToken.HashOf(rig.Token), RigInventory.Empty); }

        var watcher = new Watcher();
        var reference = silos.Cluster.Client.CreateObjectReference<IFarmObserver>(watcher);
        await farm.Watch(reference);
        long since = TimeProvider.System.GetTimestamp(), sequence = 0;
        while (watcher.Updates.Count < 4)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(120), "four updates in time");
            sequence++;
            foreach (var rig in rigs) { Assert.True(await silos.Of(0).GetGrain<IRigGrain>(rig.RigId).Report(session, RigSample.Of(new() { Sequence = sequence }))); }
        }
        await farm.Unwatch(reference);

        var updates = watcher.Updates.ToArray();
        Assert.Equal(Enumerable.Range(0, updates.Length).Select(i => updates[0].Number + i), updates.Select(u => u.Number));
        Assert.All(updates, u => Assert.Equal(u.Changed.Length, u.Changed.Select(v => v.RigId).Distinct().Count()));
        GC.KeepAlive(watcher);   // the cluster holds it weakly
    }

    static Task EventuallyAsync(Func<Task<bool>> condition, string what) => Eventually.Async(condition, what: what, cancellation: TestContext.Current.CancellationToken);

    sealed class Watcher : IFarmObserver
    {
        public ConcurrentQueue<FarmUpdate> Updates { get; } = new();

        public Task Updated(FarmUpdate update)
        {
            Updates.Enqueue(update);
            return Task.CompletedTask;
        }
    }
}
