using System.Globalization;
using BloxOs.Protocol;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>A graceful stop. Each test has a server of its own to stop.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Agents_are_told_when_to_come_back_and_nothing_they_sent_is_lost()
    {
        await using var host = new GatewayHost();
        await host.InitializeAsync();
        var rig = await host.AddRigAsync();
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new($"http://{host.EndPoint}") };
        Assert.Equal("ok", await http.GetStringAsync("/healthz/ready", TestContext.Current.CancellationToken));

        for (int i = 1; i <= 20; i++) { await agent.SendAsync(Samples.Mining(i, TimeProvider.System.GetUtcNow())); }
        var stopping = host.StopAsync();
        var (code, reason, acknowledged) = await ReadToTheEndAsync(agent);
        Assert.Equal(CloseCodes.ServiceRestart, code);
        Assert.InRange(int.Parse(reason, CultureInfo.InvariantCulture), 1, 300);

        // The agent has not answered the close yet, so the server still waits: it must not want new work meanwhile.
        var ready = await http.GetAsync("/healthz/ready", TestContext.Current.CancellationToken);
        Assert.Equal(503, (int)ready.StatusCode);
        using (var late = await RawAgent.SendAsync(host.EndPoint, RawAgent.UpgradeRequest(rig.Token)))
        {
            Assert.Equal(503, late.Status);
            Assert.Contains("Retry-After", late.Answer, StringComparison.OrdinalIgnoreCase);
        }
        agent.Dispose();
        await stopping;

        await host.StartAgainAsync();
        var (again, welcome) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using (again)
        {
            Assert.InRange(welcome.Stored, acknowledged, 20);
            for (long i = welcome.Stored + 1; i <= 20; i++) { await again.SendAsync(Samples.Mining(i, TimeProvider.System.GetUtcNow())); }
            if (welcome.Stored < 20) { await again.ReadUntilStoredAsync(20); }
        }
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), (await host.StoredAsync(rig.RigId)).Select(s => s.Sequence));
    }

    static async Task<(int Code, string Reason, long Acknowledged)> ReadToTheEndAsync(RawAgent agent)
    {
        long acknowledged = 0;
        var (code, reason) = await agent.ReadCloseAsync(message => acknowledged = (message as Ack)?.Stored ?? acknowledged);
        return (code, reason, acknowledged);
    }
}
