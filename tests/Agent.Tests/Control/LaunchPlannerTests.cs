using BloxOs.Agent.Control;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Control;

/// <summary>Which numbers cards get.</summary>
public sealed class LaunchPlannerTests : IDisposable
{
    static readonly string[] BusIds = ["0000:01:00.0", "0000:02:00.0", "0000:03:00.0"];

    readonly TempDirectory _folder = new();
    Stats? _sample;

    LaunchPlanner Planner => new(
        new(_folder.File("miners")), new(_folder.File("state")),
        () => new() { Gpus = [.. BusIds.Select((b, i) => new GpuInventory { Index = i, BusId = b, Vendor = "nvidia" })] }, () => _sample);

    string Devices(params string[] wanted)
    {
        _ = new ScriptedMiner(_folder.File("miners"));
        var plan = Planner.Plan(ScriptedMiner.Wanted() with { Devices = wanted }, new() { Name = "gpu", ApiPort = 4000, ApiToken = "t" });
        return plan.Command.Arguments.SkipWhile(a => a != "-d").ElementAt(1);
    }

    [Fact]
    public void A_dead_card_shifts_no_number()
    {
        Assert.Equal("1,2", Devices(BusIds[1], BusIds[2]));
        _sample = new() { Gpus = [new() { Index = 0, Fault = "GPU is lost" }, new() { Index = 1 }, new() { Index = 2 }] };
        Assert.Equal("0,1", Devices(BusIds[1], BusIds[2]));
        Assert.Equal("1", Devices(BusIds[0], BusIds[2]));
        Assert.Throws<LaunchException>(() => Devices(BusIds[0]));
    }

    [Fact]
    public void No_card_is_taken_from_a_miner_that_takes_no_choice_of_cards()
    {
        Assert.True(Planner.LeavesCards(ScriptedMiner.Wanted(), [BusIds[0]]));
        Assert.False(Planner.LeavesCards(ScriptedMiner.Wanted(), BusIds));
        Assert.False(Planner.LeavesCards(ScriptedMiner.Wanted(miner: "xmrig"), [BusIds[0]]));
    }

    public void Dispose() => _folder.Dispose();
}
