using BloxOs.Agent.Telemetry;
using BloxOs.Agent.Telemetry.Storage;
using BloxOs.Data.Timeline;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;
using BloxOs.Silo.Gateway;
using BloxOs.TestServers;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>A rig that comes back with history behind it.</summary>
public sealed partial class SampleTests
{
    /// <summary>A day of them, one every nine minutes.</summary>
    const int History = 160;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_rig_does_now_is_shown_at_once_and_its_history_never_in_place_of_it()
    {
        var rig = await host.AddRigAsync();
        var (agent, welcome) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        Assert.Equal(ProtocolLimits.ReplaySamplesPerSecond, welcome.Settings!.ReplaySamplesPerSecond);
        using (agent)
        {
            var at = Now.AddSeconds(-1);
            await agent.SendAsync(new Live { Sample = Mining(40, at, 40e6) });
            await agent.HeartbeatAsync();   // handled, and nothing said to be stored
            var view = (await host.Rig(rig.RigId).GetView())!;
            Assert.Equal((40, RigStatus.Mining), (view.Reading.Sample.Sequence, view.Reading.Status));
            Assert.Equal(Leaves.Of(Samples.MiningAsRead(40, at, 40e6)), Leaves.Of(view.Reading.Sample.Read()));
            Assert.Equal(0, await host.Telemetry.HighestSequenceAsync(rig.RigId, Cancellation));

            await agent.SendAsync(new Backlog { Samples = [.. Enumerable.Range(1, 16).Select(i => Samples.Mining(i, Now.AddHours(-i)))] });
            await agent.SendAsync(Samples.Mining(17, Now.AddMinutes(-1)));   // of an agent that sends the last of its history by itself
            await agent.ReadUntilStoredAsync(17);
            Assert.Equal((40, 40e6), (await ShownAsync(rig), (await host.Rig(rig.RigId).GetView())!.Reading.Sample.Read().Work[0].Hashrate));
            await agent.SendAsync(new Live { Sample = Mining(39, Now) });
            await agent.HeartbeatAsync(2);
            Assert.Equal(40, await ShownAsync(rig));
            await agent.SendAsync(new Live { Sample = Mining(41, Now) });
            await agent.HeartbeatAsync(3);
            Assert.Equal(41, await ShownAsync(rig));

            await agent.SendAsync(new Backlog { Samples = [Mining(40, at, 40e6)] });
            await agent.SendAsync(Mining(41, Now));
            await agent.ReadUntilStoredAsync(41);
        }
        Assert.Equal([.. Enumerable.Range(1, 17).Select(i => (long)i), 40, 41], (await host.StoredAsync(rig.RigId)).Select(s => s.Sequence));
        string?[] steps = await TroubleAsync(rig);
        Assert.Equal(["step 40", "step 41"], steps);   // although 40 and 41 came twice

        static Stats Mining(long sequence, DateTimeOffset at, double hashrate = 30e6) =>
            Samples.Mining(sequence, at, hashrate) with { Events = [new() { At = Now.ToUnixTimeMilliseconds(), Kind = RigEventKinds.Recovery, Text = $"step {sequence}" }] };
    }

    [Theory]
    [InlineData("""{"type":"live"}""")]
    [InlineData("""{"type":"live","sample":null}""")]
    [InlineData("""{"type":"live","sample":[{"sequence":9}]}""")]
    [InlineData("""{"type":"live","sample":{"at":1}}""")]
    [InlineData("""{"type":"live","sample":{"sequence":-9}}""")]
    [InlineData("""{"type":"live","sample":{"sequence":1}}""")]
    [InlineData("""{"type":"live","sample":{"sequence":9},"samples":[{"sequence":10}]}""")]
    [InlineData("""{"type":"live","sample":{"sequence":9,"gpus":[{"index":0},{"index":0}]}}""")]
    [InlineData("""{"type":"live","sample":{"sequence":9,"sample":{"sequence":8},"gpus":[{"index":-1}]}}""")]
    public async Task What_cannot_be_shown_is_left_out(string message)
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            await agent.SendAsync(Samples.Mining(1, Now));
            await agent.ReadUntilStoredAsync(1);
            await agent.SendTextAsync(message);
            await agent.HeartbeatAsync();
            Assert.Equal(1, await ShownAsync(rig));
            await agent.SendAsync(Samples.Mining(2, Now));
            await agent.ReadUntilStoredAsync(2);
        }
        Assert.Equal([1L, 2], (await host.StoredAsync(rig.RigId)).Select(s => s.Sequence));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 10)]
    [InlineData(300, 10)]
    [InlineData(600, 5)]
    [InlineData(100_000, 1)]
    public void Many_rigs_that_come_back_share_what_the_server_takes_of_history(int connected, int each) =>
        Assert.Equal(each, new GatewayOptions().SettingsFor(connected).ReplaySamplesPerSecond);

    /// <summary>The agent itself, as a process, with a day of history on its disk; killed in the middle of the replay.</summary>
    [Fact]
    public async Task An_agent_with_a_day_behind_it_is_shown_live_at_once_and_loses_nothing_when_it_is_killed()
    {
        using var folder = new TempDirectory();
        var rig = await host.AddRigAsync();
        FillOutbox(folder.File("state/outbox"));
        long killedAt;
        await using (var agent = await StartAgentAsync(folder, rig.Token))
        {
            await SeeLiveAsync(rig, agent);
            await Eventually.Async(async () => await HighestAsync(rig) >= ProtocolLimits.BacklogSamples, TimeSpan.FromSeconds(60), $"the beginning of its history. {agent.Output}", Cancellation);
            agent.Kill();
            await agent.WaitForExitAsync(Cancellation);
            await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Offline);
            killedAt = await HighestAsync(rig);
            Assert.InRange(killedAt, ProtocolLimits.BacklogSamples, History - 1);   // limited: it takes a quarter of a minute
        }
        await using (var agent = await StartAgentAsync(folder, rig.Token))
        {
            await SeeLiveAsync(rig, agent);
            await Eventually.Async(async () => await HighestAsync(rig) > History + 1, TimeSpan.FromSeconds(120), $"the end of its history. {agent.Output}", Cancellation);
        }
        var stored = await host.StoredAsync(rig.RigId);
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(i => (long)i), stored.Select(s => s.Sequence));
        Assert.Equal(Enumerable.Range(1, History).Select(i => 1e6 * i), stored.Take(History).Select(s => s.Work[0].Hashrate!.Value));
        Assert.All(stored.Skip(History), s => Assert.InRange(s.At, Now.AddMinutes(-10), Now.AddMinutes(2)));
        Assert.Equal(Enumerable.Range(1, History / 10).Select(i => $"sample {i * 10}"), await TroubleAsync(rig));
    }

    /// <summary>Waits until something is shown: it is of now, and not of the history, in which the rig mined.</summary>
    async Task SeeLiveAsync(RigAdded rig, ChildProcess agent)
    {
        RigView? view = null;
        await Eventually.Async(async () => (view = await host.Rig(rig.RigId).GetView()) is { Reading: { ConnectedAt: not null, Sample.Sequence: > 0 } }, TimeSpan.FromSeconds(60), $"a sample on the page. {agent.Output}", Cancellation);
        Assert.InRange(view!.Reading.Sample.Sequence, History + 1, long.MaxValue);
        Assert.InRange(view.Reading.Sample.At, Now.AddMinutes(-2), Now.AddMinutes(2));
    }

    static void FillOutbox(string directory)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(directory)!);
        using var outbox = new Outbox(SpilledSamples.Open(directory, new(TextWriter.Null, TimeProvider.System), TimeProvider.System));
        for (int i = 1; i <= History; i++)
        {
            var at = Now.AddMinutes(-9 * (History - i + 1));
            RigEvent[]? events = i % 10 == 0 ? [new() { At = at.ToUnixTimeMilliseconds(), Kind = RigEventKinds.Recovery, Text = $"sample {i}" }] : null;
            outbox.Add(Samples.Mining(0, at, 1e6 * i) with { Events = events });
        }
    }

    Task<ChildProcess> StartAgentAsync(TempDirectory folder, string token) =>
        ChildProcess.StartAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "bloxos-agent.dll")], environment: new Dictionary<string, string?>
        {
            ["BLOXOS_CONFIG"] = folder.Write("agent.conf", ""),
            ["BLOXOS_SERVER"] = $"http://{host.EndPoint}",
            ["BLOXOS_TOKEN_FILE"] = folder.Write("token", token),
            ["BLOXOS_STATE_DIRECTORY"] = folder.File("state"),
            ["BLOXOS_MINERS_DIRECTORY"] = folder.File("miners"),
            ["BLOXOS_NVIDIA_SMI"] = "true",
        });

    Task<long> HighestAsync(RigAdded rig) => host.Telemetry.HighestSequenceAsync(rig.RigId, Cancellation);

    async Task<long> ShownAsync(RigAdded rig) => (await host.Rig(rig.RigId).GetView())!.Reading.Sample.Sequence;

    /// <summary>The steps that its agent said it took, in the order in which it did.</summary>
    async Task<string?[]> TroubleAsync(RigAdded rig)
    {
        var timeline = host.Services.GetRequiredService<ITimeline>();
        await timeline.FlushAsync(Cancellation);
        var events = await timeline.FindAsync(new(rig.RigId, (await host.Rig(rig.RigId).FarmOf())!, Now.AddDays(-2), Now.AddMinutes(5), 1_000) { Statuses = false }, Cancellation);
        return [.. events.Where(e => e.Event.Kind == "recovery").Select(e => e.Event.Text).Reverse()];
    }
}
