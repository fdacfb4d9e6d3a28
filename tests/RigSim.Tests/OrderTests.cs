using BloxOs.Protocol;
using BloxOs.RigSim.Agents;
using BloxOs.RigSim.Models;
using BloxOs.RigSim.Readings;

namespace BloxOs.RigSim.Tests;

public sealed class OrderTests
{
    readonly RigModel _model = FleetGenerator.Rigs(seed: 5, 40).First(m => m is { Character: RigCharacter.Healthy, Work.Count: > 0, Cards.Count: > 1 });

    [Fact]
    public void A_stopped_miner_leaves_the_readings_and_comes_back()
    {
        var simulation = new RigSimulation(_model);
        var orders = new RigOrders(_model, simulation);
        Assert.NotEmpty(Next(simulation).Work!);
        Assert.Equal(CommandStates.Started, orders.Take(Command("a", CommandKinds.StopMiner), 1).Answer.State);
        Assert.Equal(CommandStates.Ok, orders.Do(Command("a", CommandKinds.StopMiner), 1).State);
        Assert.Empty(Next(simulation).Work!);
        Assert.All(Next(simulation).Gpus!, gpu => Assert.Equal(0, gpu.UtilizationPercent));
        Assert.All(orders.Applied().Miners!, m => Assert.Equal(MinerStates.Stopped, m.State));
        Assert.Equal(RigEventKinds.MinerStopped, orders.Events[0].Kind);
        orders.Do(Command("b", CommandKinds.StartMiner), 1);
        Assert.NotEmpty(Next(simulation).Work!);
    }

    [Fact]
    public void Nothing_is_done_twice_or_too_late_and_ends_are_repeated_until_they_are_noted()
    {
        var orders = new RigOrders(_model, new(_model));
        Assert.True(orders.Take(Command("a", CommandKinds.Diagnose), 1).Begins);
        Assert.False(orders.Take(Command("a", CommandKinds.Diagnose), 1).Begins);
        var end = orders.Do(Command("a", CommandKinds.Diagnose), 2);
        Assert.Equal((end, false), orders.Take(Command("a", CommandKinds.Diagnose), 3));
        Assert.Equal(CommandStates.Expired, orders.Take(Command("late", CommandKinds.Reboot) with { ExpiresInMilliseconds = 0 }, 1).Answer.State);
        Assert.Equal(CommandStates.Failed, orders.Do(Command("c", "fly"), 1).State);
        Assert.Equal(CommandStates.Failed, orders.Do(Command("d", CommandKinds.StopMiner) with { Instance = "nobody" }, 1).State);
        Assert.Equal(["a", "c", "d", "late"], orders.Unheard.Select(s => s.Id).Order());
        orders.Noted("a");
        Assert.DoesNotContain(orders.Unheard, s => s.Id == "a");
    }

    [Fact]
    public void What_is_wanted_is_taken_when_it_is_newer()
    {
        var simulation = new RigSimulation(_model);
        var orders = new RigOrders(_model, simulation);
        Assert.True(orders.Take(new Desired { Revision = 4, Miners = [new() { Name = "main", Miner = "t-rex", Enabled = false }] }));
        Assert.False(orders.Take(new Desired { Revision = 3 }));
        var applied = orders.Applied();
        Assert.Equal((4, "main", MinerStates.Stopped), (applied.Revision, applied.Miners![0].Name, applied.Miners[0].State));
        Assert.Empty(Next(simulation).Work!);
    }

    static Stats Next(RigSimulation simulation) => simulation.Next(1, 1, TimeSpan.FromSeconds(30));

    static Command Command(string id, string kind) => new() { Id = id, Kind = kind, ExpiresInMilliseconds = 60_000 };
}
