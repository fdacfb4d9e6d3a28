using BloxOs.Protocol;
using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;
using BloxOs.RigSim.Readings;

namespace BloxOs.RigSim.Tests;

public sealed class DemoFleetTests
{
    [Fact]
    public void The_demo_shows_each_trouble_in_its_readings()
    {
        var rigs = DemoFleet.Create(1).ToDictionary(r => r.Character == RigCharacter.Healthy ? r.Name : r.Character.ToString(), Sample);
        Assert.Equal(DemoFleet.Count, rigs.Count);
        Assert.Contains(rigs["Hot"].Gpus!, g => g.CoreCelsius >= 80 && g.MemoryCelsius >= 100);
        Assert.Single(rigs["DeadGpu"].Gpus!, g => g.Fault == "Xid 79");
        Assert.Single(rigs["DeadGpu"].Gpus!, g => g.LastXid == 31);   // as its kernel log says
        Assert.Equal(0, rigs["Inactive"].Work![0].Hashrate);
        Assert.Empty(rigs["Idle"].Work!);
        Assert.True(rigs["Rejects"].Work![0].Rejected * 20 > rigs["Rejects"].Work![0].Accepted);
        Assert.Equal(["randomx"], rigs["yew-01"].Work!.Select(w => w.Algorithm));
        Assert.Empty(rigs["yew-01"].Gpus!);
        Assert.Equal([0, 1], rigs["ash-03"].Work!.Select(w => w.Instance!.Value));
        Assert.Equal(2, rigs["oak-04"].Work!.Count);
    }

    [Fact]
    public void Each_rig_has_been_through_something_that_fits_together()
    {
        foreach (var rig in DemoFleet.Create(1))
        {
            var past = DemoFleet.PastOf(rig);
            var states = past.Where(static one => one.Kind == PastEvent.Status).OrderByDescending(static one => one.Ago).ToList();
            Assert.Equal(TimeSpan.FromHours(36), states[0].Ago);
            Assert.NotEqual(PastEvent.Offline, states[^1].Text);   // it reports when the demo starts
            Assert.All(past, static one => Assert.InRange(one.Ago, TimeSpan.FromHours(1), TimeSpan.FromHours(36)));
        }
        var kernel = DemoFleet.Create(1).SelectMany(DemoFleet.PastOf).Where(static one => one.Kind == "kernel").ToList();
        foreach (string line in new[] { "Xid (PCI:0000:03:00): 79", "Xid (PCI:0000:06:00): 31", "Out of memory", "AER", "GPU reset", "timeout" }) { Assert.Contains(kernel, one => one.Text!.Contains(line, StringComparison.Ordinal)); }
    }

    [Fact]
    public async Task One_rig_reports_then_vanishes_and_the_others_stay()
    {
        await using var server = await AgentServer.StartAsync();
        var rigs = DemoFleet.Create(1).Select(m => new SimulatedRig(m.Name, m)).ToArray();
        var fleet = new SimulatedFleet(TestFleet.Quick(server.Url), rigs, TimeProvider.System);
        var result = await TestFleet.RunUntilAsync(
            fleet, () => fleet.Connected == 11 && fleet.Snapshot().EverConnected == 12 && server.Rigs["oak-01"].Samples.Count > 20, TestContext.Current.CancellationToken);
        var line = Assert.Single(server.Rigs.Values.SelectMany(static rig => rig.Samples).SelectMany(static sample => sample.Events ?? []));
        Assert.Equal((RigEventKinds.Kernel, "0000:03:00.0"), (line.Kind, line.BusId));   // the dead card's last word, told once
        var gone = server.Rigs["fir-09"];
        Assert.Equal(1, gone.Connections);
        Assert.True(gone.Samples.Count >= 3);
        Assert.Equal(0, result.SamplesLost);
        Assert.All(server.Rigs.Values, rig => Assert.Equal(0, rig.Bad));
    }

    static Stats Sample(RigModel model) => new RigSimulation(model).Next(1, 0, TimeSpan.FromSeconds(30));
}
