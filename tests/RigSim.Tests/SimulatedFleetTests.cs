using System.Text.Json;
using BloxOs.Protocol;
using BloxOs.RigSim.Fleet;

namespace BloxOs.RigSim.Tests;

public sealed class SimulatedFleetTests
{
    [Fact]
    public async Task Rigs_say_hello_report_and_say_goodbye()
    {
        await using var server = await AgentServer.StartAsync();
        server.FirstStored = 41;
        var fleet = new SimulatedFleet(TestFleet.Quick(server.Url), TestFleet.Rigs(20), TimeProvider.System);
        var result = await TestFleet.RunUntilAsync(
            fleet, () => server.Rigs.Count == 20 && server.Rigs.Values.All(r => r.Samples.Count >= 5 && r.Messages.OfType<Heartbeat>().Count() >= 3), TestContext.Current.CancellationToken);
        Assert.Equal(20, result.Connected);
        Assert.Empty(result.ConnectFailures);
        Assert.All(server.Rigs.Values, rig =>
        {
            Assert.Equal(0, rig.Bad);
            Assert.Equal(0, rig.OutOfOrder);
            Assert.Equal(42, rig.Samples.First().Sequence);
            Assert.IsType<Hello>(rig.Messages.First());
            Assert.Equal(1, rig.Messages.OfType<Heartbeat>().First().Number);
            Assert.InRange(rig.LongestMessage, 100, ProtocolLimits.MessageBytes);
        });
    }

    [Fact]
    public async Task The_result_adds_up_and_agrees_with_what_the_server_saw()
    {
        await using var server = await AgentServer.StartAsync();
        var options = TestFleet.Quick(server.Url) with { Duration = TimeSpan.FromSeconds(2) };
        var result = await new SimulatedFleet(options, TestFleet.Rigs(10), TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(result.SamplesProduced, result.SamplesAcknowledged + result.SamplesLost);
        Assert.Equal(0, result.SamplesLost);
        Assert.Equal(result.SamplesSent, server.Rigs.Values.Sum(r => r.Samples.Count));
        Assert.True(result.HeartbeatsAcknowledged <= result.HeartbeatsSent && result.HeartbeatsSent > 0);
        Assert.Equal(result.HeartbeatsAcknowledged, result.HeartbeatLatency!.Count);
        Assert.Equal(result.SamplesAcknowledged, result.StatsLatency!.Count);
        Assert.True(result.StatsLatency.P50 <= result.StatsLatency.P90 && result.StatsLatency.P90 <= result.StatsLatency.P99 && result.StatsLatency.P99 <= result.StatsLatency.Max);
        Assert.True(result.CpuSeconds > 0 && result.RssBytes > 1_000_000 && result.BytesSent > result.SamplesSent * 500);
        using var json = JsonDocument.Parse(result.ToJson());
        Assert.Equal(result.SamplesAcknowledged, json.RootElement.GetProperty("samplesAcknowledged").GetInt64());
    }

    [Fact]
    public async Task The_cadence_is_the_servers_unless_told_otherwise()
    {
        await using var server = await AgentServer.StartAsync();
        // 10 s and 30 s of the server, 20 times faster: half a second and one and a half.
        var fleet = new SimulatedFleet(new() { Url = server.Url, Speed = 20 }, TestFleet.Rigs(1), TimeProvider.System);
        await TestFleet.RunUntilAsync(fleet, () => server.Rigs.Values.Any(r => r.Samples.Count >= 4), TestContext.Current.CancellationToken);
        var rig = server.Rigs["token-0"];
        int beats = rig.Messages.OfType<Heartbeat>().Count();
        Assert.InRange(beats, rig.Samples.Count, rig.Samples.Count * 6);
        var uptimes = rig.Samples.Select(s => s.UptimeSeconds!.Value).ToArray();
        Assert.Equal(30, uptimes[1] - uptimes[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(CloseCodes.TryAgainLater)]
    public async Task Nothing_is_lost_when_the_server_breaks_connections(int closeWith)
    {
        await using var server = await AgentServer.StartAsync();
        (server.AbortAfter, server.CloseWith) = (12, closeWith);
        var fleet = new SimulatedFleet(TestFleet.Quick(server.Url), TestFleet.Rigs(4), TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var result = await TestFleet.RunUntilAsync(fleet, () =>
        {
            if (server.Rigs.Count == 4 && server.Rigs.Values.All(r => r.Connections >= 3)) { server.AbortAfter = 0; }
            return server.AbortAfter == 0 && fleet.Snapshot() is { SamplesLost: 0, Connected: 4, SamplesReplayed: > 0, SamplesAcknowledged: > 60 };
        }, stop.Token);
        Assert.Contains(closeWith == 0 ? "reset" : $"close {closeWith}", result.Closes.Keys);
        Assert.True(result.Reconnects >= 8);
        Assert.All(server.Rigs.Values, rig =>
        {
            Assert.Equal(0, rig.OutOfOrder);
            Assert.Equal(Enumerable.Range(1, rig.Samples.Count).Select(i => (long)i), rig.Samples.Select(s => s.Sequence));
            Assert.Contains(rig.Messages, m => m is Backlog);
            Assert.All(rig.Messages.OfType<Backlog>(), b => Assert.InRange(b.Samples!.Count, 2, ProtocolLimits.BacklogSamples));
        });
    }

    [Fact]
    public async Task Samples_that_are_never_acknowledged_are_counted_as_lost_after_a_bounded_wait()
    {
        await using var server = await AgentServer.StartAsync();
        server.AcknowledgesSamples = false;
        var options = TestFleet.Quick(server.Url) with { Drain = TimeSpan.FromMilliseconds(300), OutboxSamples = 5 };
        var fleet = new SimulatedFleet(options, TestFleet.Rigs(2), TimeProvider.System);
        var result = await TestFleet.RunUntilAsync(fleet, () => server.Rigs.Count == 2 && server.Rigs.Values.All(r => r.Samples.Count > 5), TestContext.Current.CancellationToken);
        Assert.Equal(0, result.SamplesAcknowledged);
        Assert.Equal(result.SamplesProduced, result.SamplesLost);
        Assert.Equal(result.SamplesProduced - 10, result.SamplesOverflowed);
        Assert.True(result.SamplesOverflowed > 0);
    }

    [Fact]
    public async Task What_rigs_have_from_before_comes_in_order_behind_a_look_and_none_is_lost()
    {
        await using var server = await AgentServer.StartAsync();
        (server.ReplaySamplesPerSecond, server.FirstStored) = (10, 41);
        var options = TestFleet.Quick(server.Url) with { StatsSeconds = 0.5, Backlog = 40, OutboxSamples = 20 };
        var fleet = new SimulatedFleet(options, TestFleet.Rigs(3), TimeProvider.System);
        var result = await TestFleet.RunUntilAsync(fleet, () => fleet.Snapshot() is { SamplesLost: 0, BacklogTime.Count: 3 }, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (result.SamplesLost, result.SamplesOverflowed));
        Assert.True(result.BacklogTime!.P50 > 1_500, "40 samples at ten a second take four seconds, less what may be on its way");
        Assert.All(server.Rigs.Values, rig =>
        {
            var samples = rig.Samples.ToList();
            Assert.Equal((0, 0), (rig.Bad, rig.OutOfOrder));
            Assert.Equal(Enumerable.Range(42, samples.Count), samples.Select(s => (int)s.Sequence));
            Assert.All(samples.Zip(samples.Skip(1)).Take(39), two => Assert.Equal(500, two.Second.At - two.First.At));
            Assert.Equal(82, Assert.IsType<Live>(rig.Messages.First(m => m is Live or Stats or Backlog)).Sample!.Sequence);
            Assert.All(rig.Messages.OfType<Backlog>(), b => Assert.InRange(b.Samples!.Count, 2, ProtocolLimits.BacklogSamples));
        });
    }

    [Fact]
    public async Task A_refusal_is_counted_by_its_status()
    {
        await using var server = await AgentServer.StartAsync();
        server.RefuseWith = 401;
        var fleet = new SimulatedFleet(TestFleet.Quick(server.Url), TestFleet.Rigs(3), TimeProvider.System);
        var result = await TestFleet.RunUntilAsync(fleet, () => fleet.Snapshot().ConnectFailures.GetValueOrDefault("http 401") >= 3, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (result.Connected, result.SamplesProduced));
    }

    [Fact]
    public async Task No_server_is_counted_too()
    {
        var fleet = new SimulatedFleet(TestFleet.Quick("http://127.0.0.1:1"), TestFleet.Rigs(2), TimeProvider.System);
        var result = await TestFleet.RunUntilAsync(fleet, () => fleet.Snapshot().ConnectFailures.GetValueOrDefault("socket ConnectionRefused") >= 2, TestContext.Current.CancellationToken);
        Assert.Equal(0, result.EverConnected);
    }

    [Fact]
    public async Task Fragments_of_the_server_are_joined()
    {
        await using var server = await AgentServer.StartAsync();
        server.Fragments = true;
        var fleet = new SimulatedFleet(TestFleet.Quick(server.Url), TestFleet.Rigs(2), TimeProvider.System);
        var result = await TestFleet.RunUntilAsync(fleet, () => fleet.Snapshot().SamplesAcknowledged > 10, TestContext.Current.CancellationToken);
        Assert.Equal((2, 0), (result.Connected, result.SamplesLost));
    }

    [Fact]
    public void Too_many_rigs_are_refused_with_what_to_do()
    {
        var rigs = Enumerable.Repeat(TestFleet.Rigs(1)[0], 18_001).ToArray();
        var error = Assert.Throws<ArgumentException>(() => new SimulatedFleet(new() { Url = "http://127.0.0.1:1" }, rigs, TimeProvider.System));
        Assert.Contains("use two processes", error.Message);
    }

    [Theory]
    [InlineData("http://example.com")]
    [InlineData("http://192.168.1.5:5000")]
    [InlineData("https://127.0.0.1")]
    [InlineData("http://127.0.0.1.example.com")]
    [InlineData("not a url")]
    public void Another_machine_is_refused(string url) =>
        Assert.Throws<ArgumentException>(() => new SimulatedFleet(new() { Url = url }, TestFleet.Rigs(1), TimeProvider.System));
}
