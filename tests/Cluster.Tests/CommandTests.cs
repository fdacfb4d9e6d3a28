using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.RigSim.Fleet;
using BloxOs.TestServers;

namespace BloxOs.Cluster.Tests;

/// <summary>Commands in a cluster: through a silo that does not hold the socket, and over the death of the one that does.</summary>
public sealed class CommandTests
{
    const int Rigs = 8;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_reach_rigs_through_any_silo_and_none_is_lost_when_one_is_killed()
    {
        await using var cluster = await TestCluster.StartAsync(Cancellation);
        var (farm, rigs, rigIds) = await cluster.AddFarmAsync(Rigs);
        string farmId = farm.GetPrimaryKeyString();
        var grains = rigIds.Select(id => cluster.Grains.GetGrain<IRigGrain>(id)).ToArray();
        using var stop = new CancellationTokenSource();
        var options = new FleetOptions { Url = cluster.Balancer.Url, RampPerSecond = 100, CommandDelay = TimeSpan.FromSeconds(3) };
        var running = new SimulatedFleet(options, rigs, TimeProvider.System).RunAsync(stop.Token);
        var silos = await ConnectedAsync(grains);
        var both = silos.Distinct().ToList();
        Assert.Equal(2, both.Count);

        // The grain goes to the other silo; the socket stays where it is.
        var (rig, other) = (grains[0], both.Single(silo => !silo.Equals(silos[0])));
        Assert.Equal(RigAuthentication.Accepted, await rig.Authenticate(RigToken.HashOf(rigs[0].Token), other));
        var management = cluster.Grains.GetGrain<IManagementGrain>(0);
        await Eventually.CostlyAsync(async () => other.Equals(await management.GetActivationAddress(rig)), Patience, "the grain to move", Cancellation);
        Assert.Equal(silos[0], (await rig.GetView())!.Reading.Silo);
        await OrderAsync(rig, farmId, "through");
        await EndsAsync(rig, "through");

        // Saved, and perhaps sent or not: then the silo with half of the sockets and grains is gone.
        await Task.WhenAll(grains.Select(one => OrderAsync(one, farmId, "survives")));
        cluster.Silos[0].Kill();
        foreach (var one in grains) { await EndsAsync(one, "survives"); }
        await stop.CancelAsync();
        await running;
    }

    static async Task<SiloAddress[]> ConnectedAsync(IRigGrain[] grains)
    {
        RigView?[] views = [];
        await Eventually.CostlyAsync(async () => (views = await Task.WhenAll(grains.Select(one => one.GetView()))).All(v => v?.Reading is { Silo: not null, Sample.Sequence: > 0 }), Patience, "all rigs to report", Cancellation);
        return [.. views.Select(v => v!.Reading.Silo!)];
    }

    static async Task OrderAsync(IRigGrain rig, string farmId, string id)
    {
        var answer = await rig.Order(farmId, new(id, CommandKind.RestartMiner, null, null, "test", TimeSpan.FromMinutes(5)));
        Assert.Equal(ChangeOutcome.Done, answer.Outcome);
    }

    static async Task EndsAsync(IRigGrain rig, string id)
    {
        RigCommand? command = null;
        await Eventually.CostlyAsync(async () => (command = await FindAsync(rig, id)) is { IsOver: true }, TimeSpan.FromSeconds(120), $"command {id} to end", Cancellation);
        Assert.Equal(CommandPhase.Ok, command!.Phase);
    }

    static async Task<RigCommand?> FindAsync(IRigGrain rig, string id)
    {
        try { return (await rig.GetOrders())?.Commands.FirstOrDefault(c => c.CommandId == id); }
        catch (Exception failure) when (failure is OrleansException or TimeoutException) { return null; }   // its silo is being declared dead
    }
}
