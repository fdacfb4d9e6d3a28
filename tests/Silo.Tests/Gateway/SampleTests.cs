using BloxOs.Data.Telemetry;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>Samples on their way from the socket to the rig's view and to the disk.</summary>
public sealed partial class SampleTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_sample_is_shown_exactly_and_acknowledged_once_it_is_stored()
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            var at = Now.AddSeconds(-1);
            await agent.SendAsync(Samples.Mining(1, at));
            var expected = Leaves.Of(Samples.MiningAsRead(1, at));
            var view = await host.EventuallyAsync(rig.RigId, v => v.Reading.Sample.Sequence == 1);
            Assert.Equal(expected, Leaves.Of(view.Reading.Sample.Read()));
            Assert.Equal(RigStatus.Mining, view.Reading.Status);

            await agent.ReadUntilStoredAsync(1);
            Assert.Equal(1, await host.Telemetry.HighestSequenceAsync(rig.RigId, TestContext.Current.CancellationToken));
            Assert.Equal(expected, Leaves.Of(Assert.Single(await host.StoredAsync(rig.RigId))));
        }
    }

    [Fact]
    public async Task The_newest_sample_is_shown_and_all_are_kept_in_order_over_jumps()
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            long[] sequences = [1, 2, 3, 10, 11, 5_000_000_000];
            foreach (long sequence in sequences) { await agent.SendAsync(Samples.Mining(sequence, Now, hashrate: sequence)); }
            await agent.ReadUntilStoredAsync(sequences[^1]);
            Assert.Equal(sequences, (await host.StoredAsync(rig.RigId)).Select(s => s.Sequence));
            Assert.Equal(sequences[^1], (await host.EventuallyAsync(rig.RigId, v => v.Reading.Sample.Sequence == sequences[^1])).Reading.Sample.Read().Work[0].Hashrate);
        }
    }

    /// <summary>Bad-inputs 46.</summary>
    [Fact, Trait("bad-input", "46")]
    public async Task A_replay_is_acknowledged_and_not_stored_twice()
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            for (int i = 1; i <= 3; i++) { await agent.SendAsync(Samples.Mining(i, Now, hashrate: 100 + i)); }
            await agent.ReadUntilStoredAsync(3);
            await agent.SendAsync(Samples.Mining(2, Now, hashrate: 999));
            Assert.Equal(3, Assert.IsType<Ack>(await agent.ReadMessageAsync()).Stored);
        }
        var (again, welcome) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using (again)
        {
            Assert.Equal(3, welcome.Stored);
            await again.SendAsync(new Backlog { Samples = [.. Enumerable.Range(1, 5).Select(i => Samples.Mining(i, Now, hashrate: 200 + i))] });
            await again.ReadUntilStoredAsync(5);
            await again.SendAsync(new Backlog { Samples = [Samples.Mining(1, Now), Samples.Mining(5, Now)] });
            Assert.Equal(5, Assert.IsType<Ack>(await again.ReadMessageAsync()).Stored);
        }
        Assert.Equal([101d, 102, 103, 204, 205], (await host.StoredAsync(rig.RigId)).Select(s => s.Work[0].Hashrate!.Value));
    }

    [Fact]
    public async Task A_backlog_is_history_and_not_shown_as_news()
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            await agent.SendAsync(new Backlog { Samples = [.. Enumerable.Range(1, ProtocolLimits.BacklogSamples).Select(i => Samples.Mining(i, Now.AddHours(-1)))] });
            await agent.ReadUntilStoredAsync(ProtocolLimits.BacklogSamples);
            Assert.Equal(0, (await host.Rig(rig.RigId).GetView())!.Reading.Sample.Sequence);
            await agent.SendAsync(Samples.Mining(17, Now));
            await host.EventuallyAsync(rig.RigId, v => v.Reading.Sample.Sequence == 17);
            await agent.ReadUntilStoredAsync(17);
        }
        Assert.Equal(Enumerable.Range(1, 17).Select(i => (long)i), (await host.StoredAsync(rig.RigId)).Select(s => s.Sequence));
    }

    /// <summary>Bad-inputs 32.</summary>
    [Fact]
    public async Task Refused_samples_are_left_out_and_acknowledged_all_the_same()
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            await agent.SendTextAsync("""{"type":"stats","sequence":1,"gpus":[]}""");
            await agent.SendTextAsync("""{"type":"stats","sequence":2,"gpus":[{"index":-1}]}""");
            await agent.SendTextAsync("""{"type":"stats","sequence":3,"gpus":[{"index":0},{"index":0}]}""");
            await agent.SendTextAsync("""{"type":"stats","gpus":[]}""");
            await agent.SendTextAsync("""{"type":"backlog","samples":[{"sequence":4},{"sequence":5,"gpus":[{"index":2147483648}]}]}""");
            await agent.ReadUntilStoredAsync(5);
            Assert.Equal([1L, 4L], (await host.StoredAsync(rig.RigId)).Select(s => s.Sequence));
            await agent.SendAsync(Samples.Mining(6, Now));
            await agent.ReadUntilStoredAsync(6);
        }
    }

    /// <summary>Each control character takes three bytes where it came as one: more than a sample may have.</summary>
    [Fact]
    public async Task A_sample_that_grows_too_long_for_the_store_is_left_out()
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            string text = new('\u007F', ProtocolLimits.TextLength);
            string gpus = string.Join(',', Enumerable.Range(0, ProtocolLimits.Gpus).Select(i => $$"""{"index":{{i}},"fault":"{{text}}"}"""));
            string work = string.Join(',', Enumerable.Range(0, ProtocolLimits.Work).Select(i => $$"""{"miner":"{{text}}","version":"{{text}}","coin":"{{text}}","pool":"{{text}}","algorithm":"{{text}}"}"""));
            string message = $$"""{"type":"stats","sequence":1,"gpus":[{{gpus}}],"work":[{{work}}]}""";
            Assert.InRange(message.Length, 1, ProtocolLimits.MessageBytes);
            Assert.InRange(SampleBytes(message), ITelemetryStore.MaxPayloadBytes + 1, int.MaxValue);
            await agent.SendTextAsync(message);
            await agent.SendAsync(Samples.Mining(2, Now));
            await agent.ReadUntilStoredAsync(2);
        }
        Assert.Equal([2L], (await host.StoredAsync(rig.RigId)).Select(s => s.Sequence));
    }

    /// <summary>Bad-inputs 30, through the socket: the hello shows how far the clock is off.</summary>
    [Fact, Trait("bad-input", "30")]
    public async Task A_skewed_clock_is_put_right()
    {
        var rig = await host.AddRigAsync();
        var wrong = DateTimeOffset.Parse("2001-09-09T01:46:40Z");
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, at: wrong);
        using (agent)
        {
            await agent.SendAsync(Samples.Mining(1, wrong.AddSeconds(-60)));
            var stats = (await host.EventuallyAsync(rig.RigId, v => v.Reading.Sample.Sequence == 1)).Reading.Sample.Read();
            Assert.True(stats.ClockSkewed);
            Assert.InRange(stats.At, Now.AddMinutes(-3), Now.AddSeconds(-60));
        }
    }

    /// <summary>A rig that boots with its clock two hours ahead, connects, and is then set right: without the heartbeats' times its samples would lie two hours back for as long as it is connected.</summary>
    [Fact, Trait("bad-input", "30")]
    public async Task A_clock_that_is_set_while_it_is_connected_is_followed()
    {
        var rig = await host.AddRigAsync();
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, at: Now.AddHours(2));
        using (agent)
        {
            await agent.SendAsync(Samples.Mining(1, Now.AddHours(2).AddSeconds(-10)));
            await agent.SendAsync(new Heartbeat { Number = 1, At = Now.ToUnixTimeMilliseconds() });
            await agent.SendAsync(Samples.Mining(2, Now.AddSeconds(-5)));
            await agent.ReadUntilStoredAsync(2);
        }
        var stored = await host.StoredAsync(rig.RigId);
        Assert.Equal([(1L, true), (2, false)], stored.Select(s => (s.Sequence, s.ClockSkewed)));
        Assert.All(stored, s => Assert.InRange(s.At, Now.AddMinutes(-2), Now));
    }

    /// <summary>Bad-inputs 38 and 53.</summary>
    [Fact, Trait("bad-input", "38")]
    public async Task Hostile_texts_become_harmless()
    {
        const string Hostile = "<script>alert(1)</script>{{7*7}}\n\u202Etxt\u001B[2J🔥';--";
        const string Harmless = "<script>alert(1)</script>{{7*7}}\uFFFD\uFFFDtxt\uFFFD[2J🔥';--";
        var rig = await host.AddRigAsync();
        var inventory = new Inventory
        {
            HostName = Hostile,
            OperatingSystem = new string('o', 10_240),
            Addresses = [.. Enumerable.Repeat(Hostile, 100)],
            CpuThreads = int.MaxValue,
            MemoryBytes = -1,
            Gpus = [new() { Index = 1, Model = Hostile, PowerLimitMaxWatts = 1e9 }, new() { Index = 0, Model = new string('m', 10_240), BusId = "" }],
        };
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token, inventory, agentVersion: new string('\n', 10_240));
        using (agent)
        {
            var seen = (await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Online)).Description.Inventory;
            Assert.Equal((Harmless, Harmless, ""), (seen.HostName, seen.Gpus[1].Model, seen.Gpus[0].BusId));
            Assert.Equal(new string('o', ProtocolLimits.TextLength), seen.OperatingSystem);
            Assert.Equal(new string('m', ProtocolLimits.TextLength), seen.Gpus[0].Model);
            Assert.Equal(new string('\uFFFD', ProtocolLimits.TextLength), seen.AgentVersion);
            Assert.Equal(Enumerable.Repeat(Harmless, 16), seen.Addresses);
            Assert.Equal((null, null, null), (seen.CpuThreads, seen.MemoryBytes, seen.Gpus[1].PowerLimitMaxWatts));

            await agent.SendAsync(new Stats { Sequence = 1, Work = [new() { Miner = Hostile, Pool = new string('p', 10_240) }] });
            var work = (await host.EventuallyAsync(rig.RigId, v => v.Reading.Sample.Sequence == 1)).Reading.Sample.Read().Work[0];
            Assert.Equal((Harmless, ProtocolLimits.TextLength), (work.Miner, work.Pool!.Length));
        }
    }

    [Fact]
    public async Task A_changed_inventory_is_shown_and_outlives_the_connection()
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            await agent.SendAsync(new InventoryChanged { Inventory = new() { HostName = "north", Gpus = [new() { Index = 0, Model = "RX 6800" }] } });
            await host.EventuallyAsync(rig.RigId, v => v.Description.Inventory.Gpus.Length == 1);
        }
        var view = await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Offline);
        Assert.Equal(("north", "RX 6800", "test"), (view.Description.Inventory.HostName, view.Description.Inventory.Gpus[0].Model, view.Description.Inventory.AgentVersion));
    }

    static int SampleBytes(string message) => RigSample.Of(Samples.Read(message).Samples[0]).Bytes.Length;

    async Task<(Grains.Farms.RigAdded Rig, RawAgent Agent)> AttachAsync()
    {
        var rig = await host.AddRigAsync();
        var (agent, welcome) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        Assert.Equal(0, welcome.Stored);
        return (rig, agent);
    }
}
