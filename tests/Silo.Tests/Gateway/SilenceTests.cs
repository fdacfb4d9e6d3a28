using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;
using BloxOs.Silo.Gateway;
using BloxOs.TestServers;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>Agents that say nothing, or not everything. They wait side by side: each waits for seconds.</summary>
public sealed class SilenceTests(QuickGatewayHost host) : IClassFixture<QuickGatewayHost>
{
    [Fact]
    public void The_usual_times_are_those_of_the_default_cadence()
    {
        Assert.Equal((TimeSpan.FromSeconds(16), TimeSpan.FromSeconds(30)), (new GatewayOptions().StaleAfter, new GatewayOptions().OfflineAfter));
        Assert.Equal((TimeSpan.FromSeconds(96), TimeSpan.FromSeconds(180)), Times(TimeSpan.FromMinutes(1)));
        Assert.Equal((TimeSpan.FromSeconds(16), TimeSpan.FromSeconds(30)), Times(TimeSpan.FromSeconds(1)));

        static (TimeSpan, TimeSpan) Times(TimeSpan heartbeat) => (new GatewayOptions { HeartbeatInterval = heartbeat }.StaleAfter, new GatewayOptions { HeartbeatInterval = heartbeat }.OfflineAfter);
    }

    [Fact]
    public Task Silence_is_noticed() => Task.WhenAll(
        An_open_socket_without_a_hello_is_closed(),
        A_silent_rig_turns_stale_and_then_offline(),
        A_rig_that_speaks_again_is_not_stale(),
        Heartbeats_without_samples_are_no_data(),
        Samples_without_heartbeats_are_alive());

    /// <summary>Bad-inputs 11.</summary>
    async Task An_open_socket_without_a_hello_is_closed()
    {
        var rig = await host.AddRigAsync();
        using var agent = await RawAgent.OpenAsync(host.EndPoint, rig.Token);
        Assert.Equal(CloseCodes.Policy, (await agent.ReadCloseAsync()).Code);   // reads for 15 s at most
        Assert.Equal(RigStatus.Offline, (await host.Rig(rig.RigId).GetView())!.Reading.Status);
    }

    async Task A_silent_rig_turns_stale_and_then_offline()
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            await agent.SendAsync(Samples.Mining(1, TimeProvider.System.GetUtcNow()));
            var seen = await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Mining);
            var stale = await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Stale);
            Assert.Equal(1, stale.Reading.Sample.Sequence);
            var offline = await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Offline);
            Assert.Equal((null, null), (offline.Reading.Silo, offline.Reading.ConnectedAt));
            Assert.InRange(offline.Reading.LastSeenAt!.Value, seen.Reading.LastSeenAt!.Value.AddSeconds(-1), seen.Reading.LastSeenAt.Value.AddSeconds(2));
            Assert.True(offline.Reading.StatusSince > offline.Reading.LastSeenAt);
        }
    }

    async Task A_rig_that_speaks_again_is_not_stale()
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Stale);
            await agent.HeartbeatAsync();
            await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Online);
        }
    }

    /// <summary>Bad-inputs 42.</summary>
    async Task Heartbeats_without_samples_are_no_data()
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            await agent.SendAsync(Samples.Mining(1, TimeProvider.System.GetUtcNow()));
            await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Mining);
            long number = 0;
            await Eventually.Async(async () =>
            {
                await agent.HeartbeatAsync(++number);
                await Task.Delay(TimeSpan.FromMilliseconds(300));
                return (await host.Rig(rig.RigId).GetView())!.Reading is { Status: RigStatus.Online, Sample.Sequence: 0 };
            }, TimeSpan.FromSeconds(12), "no data");
            Assert.True(number > 5, "it heard heartbeats meanwhile");
            await agent.SendAsync(Samples.Mining(2, TimeProvider.System.GetUtcNow()));
            await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Mining);
        }
    }

    async Task Samples_without_heartbeats_are_alive()
    {
        var (rig, agent) = await AttachAsync();
        using (agent)
        {
            long since = TimeProvider.System.GetTimestamp(), sequence = 0;
            while (TimeProvider.System.GetElapsedTime(since) < host.Options.OfflineAfter + TimeSpan.FromSeconds(2))
            {
                await agent.SendAsync(Samples.Mining(++sequence, TimeProvider.System.GetUtcNow()));
                await agent.ReadUntilStoredAsync(sequence);
                Assert.Equal(RigStatus.Mining, (await host.Rig(rig.RigId).GetView())!.Reading.Status);
                await Task.Delay(TimeSpan.FromMilliseconds(300));
            }
        }
    }

    async Task<(RigAdded Rig, RawAgent Agent)> AttachAsync()
    {
        var rig = await host.AddRigAsync();
        return (rig, (await RawAgent.AttachAsync(host.EndPoint, rig.Token)).Agent);
    }
}
