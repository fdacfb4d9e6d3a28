using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>What happens before the socket is open (bad-inputs 1 to 10).</summary>
public sealed class UpgradeTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    [Fact]
    public async Task A_good_token_is_let_in_and_its_rig_turns_online()
    {
        var rig = await host.AddRigAsync();
        var (agent, welcome) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using (agent)
        {
            Assert.Equal(rig.RigId, welcome.RigId);
            Assert.Equal("rig", welcome.RigName);
            Assert.Equal(10, welcome.Settings!.HeartbeatSeconds);
            Assert.Equal(30, welcome.Settings.StatsSeconds);
            await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Online);
        }
        await host.EventuallyAsync(rig.RigId, v => v.Reading.Status == RigStatus.Offline);
    }

    [Fact, Trait("bad-input", "1")]
    public async Task Without_a_token_nothing_opens()
    {
        using var agent = await RawAgent.SendAsync(host.EndPoint, RawAgent.UpgradeRequest(null));
        Assert.Equal(401, agent.Status);
        Assert.Contains("WWW-Authenticate: Bearer", agent.Answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, Trait("check", "25"), Trait("bad-input", "2")]
    [InlineData("bxk_abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_000000")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.x")]
    [InlineData("")]
    [InlineData("x")]
    public async Task Another_kind_of_secret_is_refused(string token)
    {
        using var agent = await RawAgent.SendAsync(host.EndPoint, RawAgent.UpgradeRequest(token));
        Assert.Equal(401, agent.Status);
    }

    [Fact]
    public async Task Two_authorization_headers_are_refused()
    {
        var rig = await host.AddRigAsync();
        using var agent = await RawAgent.SendAsync(host.EndPoint, RawAgent.UpgradeRequest(rig.Token, extraHeaders: $"Authorization: Bearer {rig.Token}"));
        Assert.Equal(401, agent.Status);
    }

    [Fact, Trait("check", "25"), Trait("check", "27")]
    public async Task A_good_looking_token_that_nobody_has_is_refused()
    {
        using var agent = await RawAgent.SendAsync(host.EndPoint, RawAgent.UpgradeRequest(RigToken.New(OpaqueId.New())));
        Assert.Equal(401, agent.Status);
    }

    [Fact, Trait("check", "32"), Trait("bad-input", "7")]
    public async Task A_token_in_the_address_is_a_mistake()
    {
        var rig = await host.AddRigAsync();
        using var agent = await RawAgent.SendAsync(host.EndPoint, RawAgent.UpgradeRequest(null, $"{AgentEndpoint.Path}?token={rig.Token}"));
        Assert.Equal(400, agent.Status);
    }

    [Fact, Trait("check", "20"), Trait("bad-input", "8")]
    public async Task A_browser_is_refused()
    {
        var rig = await host.AddRigAsync();
        using var agent = await RawAgent.SendAsync(host.EndPoint, RawAgent.UpgradeRequest(rig.Token, extraHeaders: "Origin: http://localhost"));
        Assert.Equal(403, agent.Status);
    }

    [Theory, Trait("bad-input", "9")]
    [InlineData("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", 400, 426)]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 400, 400)]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", 400, 400)]
    [InlineData("bloxos.v1", "chat", 400, 400)]
    [InlineData("Upgrade: websocket\r\nConnection: Upgrade\r\n", "", 426, 426)]
    [InlineData("HTTP/1.1", "HTTP/1.0", 400, 426)]
    public async Task A_broken_handshake_is_named(string part, string instead, int one, int other)
    {
        var rig = await host.AddRigAsync();
        using var agent = await RawAgent.SendAsync(host.EndPoint, RawAgent.UpgradeRequest(rig.Token).Replace(part, instead, StringComparison.Ordinal));
        Assert.Contains(agent.Status, new[] { one, other });
    }

    [Theory, Trait("check", "23"), Trait("bad-input", "10")]
    [InlineData(1, 64 * 1024)]
    [InlineData(1000, 1)]
    public async Task Too_many_headers_are_refused(int count, int length)
    {
        string[] headers = [.. Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('a', length)}")];
        using var agent = await RawAgent.SendAsync(host.EndPoint, RawAgent.UpgradeRequest(null, extraHeaders: headers));
        Assert.Equal(431, agent.Status);
    }

    [Fact, Trait("bad-input", "5")]
    public async Task A_replaced_token_is_dead_and_its_connection_is_closed()
    {
        var rig = await host.AddRigAsync();
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        string fresh = (await host.Rig(rig.RigId).ChangeToken(host.Farm.GetPrimaryKeyString(), RigTokenEnd.Now)).Token!;
        Assert.Equal(CloseCodes.Revoked, (await agent.ReadCloseAsync()).Code);
        agent.Dispose();

        using var old = await RawAgent.SendAsync(host.EndPoint, RawAgent.UpgradeRequest(rig.Token));
        Assert.Equal(401, old.Status);
        var (next, _) = await RawAgent.AttachAsync(host.EndPoint, fresh);
        next.Dispose();
    }
}
