using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;

namespace BloxOs.Grains.Tests.Farms;

/// <summary>A silo dies with its sockets. A cluster of its own: it is not whole afterwards.</summary>
public sealed class SiloLossTests(MortalSilos silos) : IClassFixture<MortalSilos>
{
    [Fact]
    public async Task Rigs_of_a_lost_silo_are_offline_and_come_back_on_the_other()
    {
        var farm = await silos.AddFarmAsync(silo: 0);
        var (lost, stray, kept) = (await farm.AddRig("lost"), await farm.AddRig("stray"), await farm.AddRig("kept"));
        await silos.Of(1).GetGrain<IRigGrain>(lost.RigId).Authenticate(RigToken.HashOf(lost.Token), silos.Address(1));
        await EventuallyAsync(async () => silos.Address(1).Equals(await silos.WhereAsync(silos.Of(1).GetGrain<IRigGrain>(lost.RigId))), "the grain to move to its socket");
        await ReportAsync(1, lost, new(silos.Address(1), 1));
        await ReportAsync(1, stray, new(silos.Address(1), 2));   // its grain did not move: it outlives its socket's silo
        await ReportAsync(0, kept, new(silos.Address(0), 1));
        await EventuallyAsync(async () => (await farm.GetView())!.Totals.RigsMining == 3, "all to mine");

        await silos.Cluster.KillSiloAsync(silos.Cluster.Silos[1], TestContext.Current.CancellationToken);
        await EventuallyAsync(async () => (await StatusOf("lost"), await StatusOf("stray"), await StatusOf("kept")) == (RigStatus.Offline, RigStatus.Offline, RigStatus.Mining), "the farm to notice");
        foreach (string id in (string[])[lost.RigId, stray.RigId])
        {
            await EventuallyAsync(async () => await ViewAsync(id) is { Reading: { Status: RigStatus.Offline, Silo: null }, Description.Inventory.HostName: "host" }, "the rig itself to know");
        }

        var again = new RigSession(silos.Address(0), 2);
        Assert.Equal(RigAuthentication.Accepted, await silos.Of(0).GetGrain<IRigGrain>(lost.RigId).Authenticate(RigToken.HashOf(lost.Token), silos.Address(0)));
        await ReportAsync(0, lost, again);
        await ReportAsync(0, stray, new(silos.Address(0), 3));
        await EventuallyAsync(async () => await FarmAsync() is { Totals.RigsMining: 3 }, "all to mine again");

        async Task<RigStatus?> StatusOf(string name) => (await FarmAsync())?.Rigs.Single(r => r.Description.Name == name).Reading.Status;

        async Task<FarmView?> FarmAsync()
        {
            try { return await farm.GetView(); }
            catch (Exception failure) when (failure is OrleansException or TimeoutException) { return null; }   // its silo is being declared dead
        }

        async Task<RigView?> ViewAsync(string id)
        {
            try { return await silos.Of(0).GetGrain<IRigGrain>(id).GetView(); }
            catch (Exception failure) when (failure is OrleansException or TimeoutException) { return null; }   // its old place has just gone
        }
    }

    async Task ReportAsync(int silo, RigAdded added, RigSession session)
    {
        var rig = silos.Of(silo).GetGrain<IRigGrain>(added.RigId);
        Assert.True((await rig.Attach(session, RigToken.HashOf(added.Token), new() { HostName = "host" })).Attached);
        Assert.True(await rig.Report(session, RigSample.Of(new() { Sequence = 1, Work = [new() { Algorithm = "kawpow", Hashrate = 5 }] })));
    }

    static Task EventuallyAsync(Func<Task<bool>> condition, string what) =>
        Eventually.Async(condition, TimeSpan.FromSeconds(120), what, TestContext.Current.CancellationToken);
}
