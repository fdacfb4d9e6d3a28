using BloxOs.Protocol;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>Too much of something, from one place; the others are not affected.</summary>
public sealed class FloodTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    /// <summary>Bad-inputs 41.</summary>
    [Theory, Trait("check", "24"), Trait("bad-input", "41")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Too_many_messages_close_one_connection_and_no_other(bool samples)
    {
        var (fast, good) = (await host.AddRigAsync(), await host.AddRigAsync());
        var (other, _) = await RawAgent.AttachAsync(host.EndPoint, good.Token);
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, fast.Token);
        using (agent)
        using (other)
        {
            var now = TimeProvider.System.GetUtcNow();
            for (int i = 1; i <= ProtocolLimits.MessageBurst * 6; i++)
            {
                await agent.SendAsync(samples ? Samples.Mining(i, now) : new Heartbeat { Number = i });
                if (i % 100 == 0) { await other.HeartbeatAsync(i); }
            }
            Assert.Equal(CloseCodes.TooFast, (await agent.ReadCloseAsync()).Code);
            await other.SendAsync(Samples.Mining(1, now));
            await other.ReadUntilStoredAsync(1);
        }
    }
}
