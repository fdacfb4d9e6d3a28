using BloxOs.Grains.Rigs;
using BloxOs.Protocol;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>Several connections of one rig: the newest speaks, and the end of an older one changes nothing.</summary>
public sealed class ReconnectTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task The_newer_connection_wins_and_stays_when_the_older_ends()
    {
        var rig = await host.AddRigAsync();
        var (older, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        var (newer, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using (newer)
        {
            Assert.Equal(CloseCodes.Replaced, (await older.ReadCloseAsync()).Code);
            older.Dispose();
            await host.UntilAsync(() => host.Connections.All.Count(c => c.RigId == rig.RigId) == 1, "the older to be gone");
            await newer.SendAsync(Samples.Mining(1, Now));
            await newer.ReadUntilStoredAsync(1);
            Assert.Equal((RigStatus.Mining, 1L), await StatusAsync(rig.RigId));
        }
        await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Offline);
    }

    [Fact]
    public async Task An_older_connection_that_was_cut_does_not_take_the_newer_offline()
    {
        var rig = await host.AddRigAsync();
        for (int i = 1; i <= 10; i++)
        {
            var (older, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
            var newer = RawAgent.AttachAsync(host.EndPoint, rig.Token);
            older.Reset();
            var (agent, _) = await newer;
            using (agent)
            {
                await host.UntilAsync(() => host.Connections.All.Count(c => c.RigId == rig.RigId) == 1, "the older to be gone");
                await agent.SendAsync(Samples.Mining(i, Now));
                await agent.ReadUntilStoredAsync(i);
                Assert.Equal((RigStatus.Mining, i), await StatusAsync(rig.RigId));
            }
        }
    }

    [Fact]
    public async Task Of_many_at_once_one_remains_and_it_works()
    {
        const int Many = 24;
        var rig = await host.AddRigAsync();
        var agents = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => RawAgent.OpenAsync(host.EndPoint, rig.Token)));
        byte[] hello = ProtocolJson.ToUtf8(new Hello { ProtocolVersion = ProtocolVersion.Current, At = Now.ToUnixTimeMilliseconds() });
        await Task.WhenAll(agents.Select(a => a.SendFrameAsync(0x81, hello)));
        var codes = agents.Select(async a =>
        {
            int code = (await a.ReadCloseAsync()).Code;
            a.Dispose();
            return code;
        }).ToArray();
        await host.UntilAsync(() => codes.Count(c => c.IsCompleted) == Many - 1, "one to remain");

        // Each of the others was told that it was replaced.
        int survivor = Assert.Single(Enumerable.Range(0, Many), i => !codes[i].IsCompleted);
        foreach (int other in Enumerable.Range(0, Many).Where(i => i != survivor)) { Assert.Equal(CloseCodes.Replaced, await codes[other]); }
        await agents[survivor].SendAsync(Samples.Mining(1, Now));
        await host.EventuallyAsync(rig.RigId, v => v.Reading is { Status: RigStatus.Mining, Sample.Sequence: 1 });
        Assert.Equal(host.Connections.All.Single(c => c.RigId == rig.RigId).Session.Silo, (await host.Rig(rig.RigId).GetView())!.Reading.Silo);

        agents[survivor].Reset();
        await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Offline);
        await Task.WhenAll(codes);
    }

    /// <summary>Bad-inputs 51.</summary>
    [Fact, Trait("bad-input", "51")]
    public async Task Resets_after_the_hello_leave_nothing_behind()
    {
        var rigs = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.AddRigAsync()));
        string hello = """{"type":"hello","protocolVersion":1,"at":1}""";
        for (int round = 0; round < 30; round++)
        {
            await Task.WhenAll(rigs.Select(async rig =>
            {
                var agent = await RawAgent.OpenAsync(host.EndPoint, rig.Token);
                await agent.SendTextAsync(hello);
                if (round % 3 == 0) { await agent.ReadMessageAsync(); }
                agent.Reset();
            }));
        }
        string[] ids = [.. rigs.Select(r => r.RigId)];
        await host.UntilAsync(() => !host.Connections.All.Any(c => ids.Contains(c.RigId)), "no connection to remain");
        foreach (string id in ids) { await host.EventuallyAsync(id, v => v.Reading is { Status: RigStatus.Offline, Silo: null }); }
    }

    async Task<(RigStatus, long)> StatusAsync(string rigId)
    {
        var reading = (await host.Rig(rigId).GetView())!.Reading;
        return (reading.Status, reading.Sample.Sequence);
    }
}
