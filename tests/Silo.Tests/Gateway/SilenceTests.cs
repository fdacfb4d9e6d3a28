using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;
using BloxOs.Silo.Gateway;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>Agents that say nothing, or not everything, at the usual times.</summary>
public sealed class SilenceTests(StoppedClockHost host) : IClassFixture<StoppedClockHost>
{
    [Fact]
    public void The_usual_times_are_those_of_the_default_cadence()
    {
        Assert.Equal((TimeSpan.FromSeconds(16), TimeSpan.FromSeconds(30)), (host.Options.StaleAfter, host.Options.OfflineAfter));
        Assert.Equal((TimeSpan.FromSeconds(96), TimeSpan.FromSeconds(180)), Times(TimeSpan.FromMinutes(1)));
        Assert.Equal((TimeSpan.FromSeconds(16), TimeSpan.FromSeconds(30)), Times(TimeSpan.FromSeconds(1)));

        static (TimeSpan, TimeSpan) Times(TimeSpan heartbeat) => (new GatewayOptions { HeartbeatInterval = heartbeat }.StaleAfter, new GatewayOptions { HeartbeatInterval = heartbeat }.OfflineAfter);
    }

    /// <summary>Bad-inputs 11.</summary>
    [Fact, Trait("bad-input", "11")]
    public async Task An_open_socket_without_a_hello_is_closed()
    {
        var rig = await host.AddRigAsync();
        using var agent = await RawAgent.OpenAsync(host.EndPoint, rig.Token);
        await host.UntilAsync(() => host.Connections.All.Any(c => c.RigId == rig.RigId), "the connection");
        host.Time.Advance(ProtocolLimits.HelloTimeout + TimeSpan.FromSeconds(1));
        Assert.Equal(CloseCodes.Policy, (await agent.ReadCloseAsync()).Code);
        Assert.Equal(RigStatus.Offline, (await host.Rig(rig.RigId).GetView())!.Reading.Status);
    }

    [Fact]
    public async Task A_silent_rig_turns_stale_and_then_offline()
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            var heard = host.Time.GetUtcNow();
            await SampleAsync(rig, agent, 1);
            host.Time.Advance(host.Options.StaleAfter);
            var stale = await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Stale);
            Assert.Equal((1, heard), (stale.Reading.Sample.Sequence, stale.Reading.LastSeenAt));
            host.Time.Advance(host.Options.OfflineAfter - host.Options.StaleAfter);
            var offline = await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Offline);
            Assert.Equal((null, null, heard, RigEnding.Silence), (offline.Reading.Silo, offline.Reading.ConnectedAt, offline.Reading.LastSeenAt, offline.Reading.Ending));
        }
    }

    [Fact]
    public async Task Just_before_the_limit_it_is_not_stale()
    {
        var margin = TimeSpan.FromMilliseconds(100);
        var (earlier, earlierAgent) = await AttachAsync();
        host.Time.Advance(margin);
        var (rig, agent) = await AttachAsync();
        using (earlierAgent)
        using (agent)
        {
            await SampleAsync(rig, agent, 1);
            var since = (await host.Rig(rig.RigId).GetView())!.Reading.StatusSince;
            host.Time.Advance(host.Options.StaleAfter - margin);
            await host.EventuallyAsync(earlier.RigId, v => v.Reading.Status == RigStatus.Stale);   // so the gateway has looked at both
            await SampleAsync(rig, agent, 2);
            var reading = (await host.Rig(rig.RigId).GetView())!.Reading;
            Assert.Equal((RigStatus.Mining, since), (reading.Status, reading.StatusSince));   // all the time
        }
    }

    /// <summary>What people are told when they ask why a rig is down begins with how its connection ended.</summary>
    [Theory]
    [InlineData("goodbye", RigEnding.Goodbye)]
    [InlineData("going away", RigEnding.Broken)]
    [InlineData("cut", RigEnding.Broken)]
    [InlineData("nonsense", RigEnding.Refused)]
    [InlineData("token", RigEnding.TokenEnded)]
    public async Task How_a_connection_ended_is_kept(string how, RigEnding expected)
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Online);
            switch (how)
            {
                case "goodbye":
                    await agent.SendFrameAsync(0x88, [0x03, 0xE8]);
                    await agent.ReadCloseAsync();
                    agent.Dispose();
                    break;
                case "going away": await agent.SendFrameAsync(0x88, [0x03, 0xE9]); break;
                case "cut": agent.Dispose(); break;
                case "nonsense":
                    await agent.SendTextAsync("{");
                    await agent.ReadCloseAsync();
                    agent.Dispose();
                    break;
                default: await host.Rig(rig.RigId).ChangeToken((await host.Rig(rig.RigId).FarmOf())!, RigTokenEnd.Now); break;
            }
            await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Offline && v.Reading.Ending == expected);
        }
    }

    [Fact]
    public async Task A_rig_that_speaks_again_is_not_stale()
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            host.Time.Advance(host.Options.StaleAfter);
            await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Stale);
            await agent.HeartbeatAsync();
            await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Online);
        }
    }

    /// <summary>Bad-inputs 42.</summary>
    [Fact, Trait("bad-input", "42")]
    public async Task Heartbeats_without_samples_are_no_data()
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            await SampleAsync(rig, agent, 1);
            await HeartbeatsAsync(agent, host.Options.StatsInterval * 3);
            Assert.Equal(RigStatus.Mining, await StatusAsync(rig));
            await HeartbeatsAsync(agent, host.Options.HeartbeatInterval);
            await host.EventuallyAsync(rig.RigId, v => v.Reading is { Status: RigStatus.Online, Sample.Sequence: 0 });
            await SampleAsync(rig, agent, 2);
        }
    }

    [Fact, Trait("bad-input", "42")]
    public async Task Samples_without_heartbeats_are_alive()
    {
        var (mute, muteAgent) = await AttachAsync();
        var (rig, agent) = await AttachAsync();
        using (muteAgent)
        using (agent)
        {
            long sequence = 0;
            for (var passed = TimeSpan.Zero; passed < host.Options.OfflineAfter; passed += host.Options.HeartbeatInterval)
            {
                host.Time.Advance(host.Options.HeartbeatInterval);
                await SampleAsync(rig, agent, ++sequence);
            }
            await host.EventuallyAsync(mute.RigId, v => v.Reading.Status == RigStatus.Offline);   // so the gateway has looked at both
            Assert.Equal(RigStatus.Mining, await StatusAsync(rig));
            await SampleAsync(rig, agent, ++sequence);
        }
    }

    async Task<RigStatus> StatusAsync(RigAdded rig) => (await host.Rig(rig.RigId).GetView())!.Reading.Status;

    async Task SampleAsync(RigAdded rig, RawAgent agent, long sequence)
    {
        await agent.SendAsync(Samples.Mining(sequence, host.Time.GetUtcNow()));
        await agent.ReadUntilStoredAsync(sequence);
        await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Mining);
    }

    /// <summary>Moves the clock on by this, with a heartbeat each interval.</summary>
    async Task HeartbeatsAsync(RawAgent agent, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += host.Options.HeartbeatInterval)
        {
            host.Time.Advance(host.Options.HeartbeatInterval);
            await agent.HeartbeatAsync();
        }
    }

    async Task<(RigAdded Rig, RawAgent Agent)> AttachAsync()
    {
        var rig = await host.AddRigAsync();
        return (rig, (await RawAgent.AttachAsync(host.EndPoint, rig.Token, at: host.Time.GetUtcNow())).Agent);
    }
}
