using BloxOs.Protocol;
using BloxOs.RigSim.Fleet;

namespace BloxOs.RigSim.Tests;

public sealed class FaultTests
{
    /// <summary>As many samples of the largest of these rigs fit into a message of history.</summary>
    const int FullMessage = 6;

    [Fact]
    public async Task Garbage_reaches_the_server_and_costs_no_sample()
    {
        await using var server = await AgentServer.StartAsync();
        var fleet = Fleet(server, new() { Garbage = 0.05 });
        var result = await TestFleet.RunUntilAsync(fleet, () => Bad(server) >= 6, TestContext.Current.CancellationToken);
        Assert.True(result.Faults["garbage"] >= 6);
        Assert.True(result.Reconnects > 0);
        Assert.All(server.Rigs.Values, r => Assert.Equal(0, r.OutOfOrder));
    }

    [Fact]
    public async Task A_dropped_connection_is_made_anew_and_its_samples_replayed()
    {
        await using var server = await AgentServer.StartAsync();
        var fleet = Fleet(server, new() { Drop = 0.03 });
        var result = await TestFleet.RunUntilAsync(fleet, () => fleet.Snapshot() is { Reconnects: >= 4 } s && s.Faults["drop"] >= 4, TestContext.Current.CancellationToken);
        Assert.True(result.Faults["drop"] >= 4);
        Assert.All(server.Rigs.Values, r => Assert.Equal(0, r.OutOfOrder));
    }

    [Fact]
    public async Task A_duplicate_goes_twice_and_is_counted()
    {
        await using var server = await AgentServer.StartAsync();
        var fleet = Fleet(server, new() { Duplicate = 0.5 });
        var result = await TestFleet.RunUntilAsync(fleet, () => server.Rigs.Values.Sum(r => r.Repeated) >= 10, TestContext.Current.CancellationToken);
        Assert.True(result.DuplicatesSent >= 10);
        Assert.Equal(result.SamplesProduced, result.SamplesAcknowledged + result.SamplesLost);
    }

    [Fact]
    public async Task A_half_open_rig_stops_reading_and_writing_then_comes_back()
    {
        await using var server = await AgentServer.StartAsync();
        var fleet = Fleet(server, new() { HalfOpen = 0.02, HalfOpenFor = TimeSpan.FromSeconds(2) });
        var result = await TestFleet.RunUntilAsync(fleet, () => fleet.Snapshot() is { Reconnects: >= 2 }, TestContext.Current.CancellationToken);
        Assert.True(result.Faults["halfOpen"] >= 2);
        // A reconnect alone takes at most about 1 s; the hang of 2 s comes on top, and what was read meanwhile comes as a backlog, in messages of 32 KB.
        Assert.Contains(server.Rigs.Values, r => r.LongestSilence > TimeSpan.FromSeconds(1.9));
        Assert.Contains(server.Rigs.Values, r => r.Messages.OfType<Backlog>().Any(b => b.Samples!.Count >= FullMessage));
        Assert.All(server.Rigs.Values, r => Assert.Equal((0, 0), (r.OutOfOrder, r.Bad)));
    }

    [Fact]
    public async Task A_rig_that_comes_back_shows_what_it_does_now_before_its_history()
    {
        await using var server = await AgentServer.StartAsync();
        server.ReplaySamplesPerSecond = ProtocolLimits.ReplaySamplesPerSecond;
        var fleet = Fleet(server, new() { HalfOpen = 0.02, HalfOpenFor = TimeSpan.FromSeconds(2) });
        await TestFleet.RunUntilAsync(fleet, () => server.Rigs.Values.Any(r => Long(r) is not null), TestContext.Current.CancellationToken);
        var rig = server.Rigs.Values.First(r => Long(r) is not null);
        var shownBefore = rig.Messages.TakeWhile(m => m != Long(rig)).OfType<Live>().Last();
        Assert.True(shownBefore.Sample!.Sequence >= Long(rig)!.Samples![^1].Sequence);
        Assert.All(rig.Messages.OfType<Live>(), static live => Assert.Null(live.Sample!.Events));
        Assert.Equal((0, 0), (rig.OutOfOrder, rig.Bad));

        static Backlog? Long(SeenRig rig) => rig.Messages.OfType<Backlog>().FirstOrDefault(static b => b.Samples!.Count >= FullMessage);
    }

    [Fact]
    public async Task A_delayed_message_waits_and_keeps_the_order()
    {
        await using var server = await AgentServer.StartAsync();
        var fleet = Fleet(server, new() { Delay = 0.05, LongestDelay = TimeSpan.FromSeconds(2) });
        var result = await TestFleet.RunUntilAsync(
            fleet, () => server.Rigs.Count == 4 && server.Rigs.Values.All(r => r.Samples.Count >= 30) && HasBacklog(server), TestContext.Current.CancellationToken);
        // Without a broken connection, several samples at once can only come from a wait.
        Assert.Equal(0, result.Reconnects);
        Assert.True(result.Faults["delay"] > 0);
        Assert.All(server.Rigs.Values, r => Assert.Equal(0, r.OutOfOrder));
    }

    [Fact]
    public async Task A_wrong_clock_is_wrong_by_as_much_as_asked()
    {
        await using var server = await AgentServer.StartAsync();
        var fleet = Fleet(server, new() { SkewedRigs = 1, ClockSkew = TimeSpan.FromHours(2) });
        await TestFleet.RunUntilAsync(fleet, () => server.Rigs.Count == 4 && server.Rigs.Values.All(r => !r.Samples.IsEmpty), TestContext.Current.CancellationToken);
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.All(server.Rigs.Values, r => Assert.InRange(Math.Abs(r.Samples.First().At - now), 7_080_000, 7_320_000));
    }

    [Fact]
    public async Task Cards_are_lost()
    {
        await using var server = await AgentServer.StartAsync();
        var fleet = Fleet(server, new() { GpuLoss = 0.3 });
        await TestFleet.RunUntilAsync(
            fleet, () => server.Rigs.Values.Any(r => r.Samples.Any(s => s.Gpus!.Any(g => g.Fault == "GPU is lost"))), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_probability_outside_its_range_is_refused(double probability) =>
        Assert.Throws<ArgumentException>(() => new SimulatedFleet(
            new() { Url = "http://127.0.0.1:1", Faults = new() { Drop = probability } }, TestFleet.Rigs(1), TimeProvider.System));

    static SimulatedFleet Fleet(AgentServer server, FaultOptions faults) =>
        new(TestFleet.Quick(server.Url) with { Faults = faults, Seed = 11 }, TestFleet.Rigs(4), TimeProvider.System);

    static bool HasBacklog(AgentServer server) => server.Rigs.Values.Any(r => r.Messages.OfType<Backlog>().Any(b => b.Samples!.Count >= 5));

    static int Bad(AgentServer server) => server.Rigs.Values.Sum(r => r.Bad);
}
