using System.Text;
using BloxOs.Protocol;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>Messages that break a rule end their connection with the right code (bad-inputs 13 to 29, 48).</summary>
public sealed class MessageTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    const string Hello = """{"type":"hello","protocolVersion":1,"at":1}""";

    static string Deep(int depth) => string.Concat(Enumerable.Repeat("""{"a":""", depth - 1)) + "{}" + new string('}', depth - 1);

    public static TheoryData<string, int> First => new()
    {
        { """{"type":"heartbeat","number":1}""", CloseCodes.Policy },
        { """{"type":"live","sample":{"sequence":1}}""", CloseCodes.Policy },
        { """{"type":"hello","protocolVersion":0}""", CloseCodes.VersionNotServed },
        { """{"type":"hello","protocolVersion":-1}""", CloseCodes.VersionNotServed },
        { """{"type":"hello","protocolVersion":999}""", CloseCodes.VersionNotServed },
        { """{"type":"hello","protocolVersion":"1"}""", CloseCodes.Policy },
        { """{"type":"hello","protocolVersion":1.5}""", CloseCodes.Policy },
        { """{"type":"hello","protocolVersion":null}""", CloseCodes.Policy },
        { """{"type":"hello"}""", CloseCodes.VersionNotServed },
        { "\uFEFF" + Hello, CloseCodes.Policy },
        { "[]", CloseCodes.Policy },
        { "\"\"", CloseCodes.Policy },
        { "0", CloseCodes.Policy },
        { "null", CloseCodes.Policy },
        { "true", CloseCodes.Policy },
        { "", CloseCodes.Policy },
        { "{}", CloseCodes.Policy },
        { """{"type":"hello","protocolVersion":1,}""", CloseCodes.Policy },
        { """{"type":"hello","protocolVersion":1/*c*/}""", CloseCodes.Policy },
        { Hello + Hello, CloseCodes.Policy },
        { Hello + "x", CloseCodes.Policy },
        { """{"type":"hello","protocolVersion":1,"inventory":{"gpus":[{"index":-1}]}}""", CloseCodes.Policy },
        { """{"type":"hello","protocolVersion":1,"inventory":{"gpus":[{"index":1},{"index":1}]}}""", CloseCodes.Policy },
    };

    [Theory, Trait("check", "23"), Trait("bad-input", "13"), Trait("bad-input", "15"), Trait("bad-input", "23"), Trait("bad-input", "24")]
    [MemberData(nameof(First))]
    public async Task A_bad_first_message_ends_the_connection(string message, int code) => Assert.Equal(code, await CodeAfterAsync(attach: false, message));

    public static TheoryData<string, int> Later => new()
    {
        { Hello, CloseCodes.Policy },
        { """{"type":"heartbeat","number":1""", CloseCodes.Policy },
        { """{"type":"heartbeat","number":1} {}""", CloseCodes.Policy },
        { """{"type":"stats","sequence":1}x""", CloseCodes.Policy },
        { """{"type":"live","sample":{"sequence":1}}x""", CloseCodes.Policy },
        { """{"type":"nonsense"}x""", CloseCodes.Policy },
        { "{\"type\":\"" + new string('a', 300) + "\"}", CloseCodes.Policy },
        { """{"type":5}""", CloseCodes.Policy },
        { """{"type":"welcome"}""", CloseCodes.Policy },
        { """{"type":"ack","stored":9}""", CloseCodes.Policy },
        { """{"type":"command","id":"x"}""", CloseCodes.Policy },
        { """{"type":"stats","sequence":1,"a":""" + Deep(8) + "}", CloseCodes.Policy },
        { """{"type":"other","a":""" + Deep(8) + "}", CloseCodes.Policy },
        { """{"type":"stats","sequence":1,""" + string.Join(',', Enumerable.Range(0, 3000).Select(i => $"\"m{i}\":1")) + "}", CloseCodes.Policy },
        { """{"type":"other",""" + string.Join(',', Enumerable.Range(0, 3000).Select(i => $"\"m{i}\":1")) + "}", CloseCodes.Policy },
        { """{"type":"stats","sequence":1,"gpus":[""" + string.Join(',', Enumerable.Range(0, 65).Select(i => $"{{\"index\":{i}}}")) + "]}", CloseCodes.Policy },
        { """{"type":"backlog","samples":[""" + string.Join(',', Enumerable.Range(1, 17).Select(i => $"{{\"sequence\":{i}}}")) + "]}", CloseCodes.Policy },
    };

    [Theory, Trait("bad-input", "14"), Trait("bad-input", "28"), Trait("bad-input", "29"), Trait("bad-input", "48")]
    [MemberData(nameof(Later))]
    public async Task A_bad_later_message_ends_the_connection(string message, int code) => Assert.Equal(code, await CodeAfterAsync(attach: true, message));

    [Fact, Trait("bad-input", "25"), Trait("bad-input", "28")]
    public async Task Depth_8_is_read_and_unknown_things_are_ignored()
    {
        var rig = await host.AddRigAsync();
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using (agent)
        {
            await agent.SendTextAsync("""{"type":"tomorrow","a":""" + Deep(7) + "}");
            await agent.SendTextAsync("""{"a":1,"number":3,"TYPE":"x","type":"heartbeat","NUMBER":9}""");
            Assert.Equal(3, Assert.IsType<Ack>(await agent.ReadMessageAsync()).Heartbeat);
        }
    }

    [Fact, Trait("bad-input", "17")]
    public async Task Binary_is_refused() => Assert.Equal(CloseCodes.WrongType, await CodeAfterFrameAsync(0x82, "{}"u8.ToArray()));

    [Theory, Trait("bad-input", "18")]
    [InlineData(0x81 | 0x40)]
    [InlineData(0x83)]
    public async Task Broken_framing_is_refused(int first) => Assert.Equal(CloseCodes.ProtocolError, await CodeAfterFrameAsync((byte)first, "{}"u8.ToArray()));

    [Fact, Trait("bad-input", "18")]
    public async Task An_unmasked_frame_is_refused() => Assert.Equal(CloseCodes.ProtocolError, await CodeAfterFrameAsync(0x81, """{"type":"heartbeat","number":1}"""u8.ToArray(), masked: false));

    [Fact]
    public async Task Text_that_is_not_utf8_is_refused() =>
        Assert.Contains(await CodeAfterFrameAsync(0x81, [.. "{\"type\":\""u8, 0xC3, 0x28, .. "\"}"u8]), new[] { CloseCodes.BadUtf8, CloseCodes.Policy });

    [Theory, Trait("check", "23"), Trait("bad-input", "20")]
    [InlineData(ProtocolLimits.MessageBytes, false)]
    [InlineData(ProtocolLimits.MessageBytes + 1, true)]
    [InlineData(4 * 1024 * 1024, true)]
    public async Task A_message_has_a_largest_size(int bytes, bool refused)
    {
        var rig = await host.AddRigAsync();
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using (agent)
        {
            string text = """{"type":"tomorrow","a":" """ + "\"}";
            await agent.SendTextAsync(text.Replace(" ", new string('x', bytes - text.Length + 1), StringComparison.Ordinal));
            await agent.SendTextAsync("""{"type":"heartbeat","number":1}""");
            if (refused) { Assert.Equal(CloseCodes.TooBig, (await agent.ReadCloseAsync()).Code); }
            else { Assert.Equal(1, Assert.IsType<Ack>(await agent.ReadMessageAsync()).Heartbeat); }
        }
    }

    [Fact, Trait("bad-input", "20")]
    public async Task Fragments_without_an_end_are_refused_at_the_same_size()
    {
        var rig = await host.AddRigAsync();
        var (agent, _) = await RawAgent.AttachAsync(host.EndPoint, rig.Token);
        using (agent)
        {
            byte[] part = Encoding.UTF8.GetBytes(new string('x', 8 * 1024));
            await agent.SendFrameAsync(0x01, part);
            for (int i = 0; i < 10; i++) { await agent.SendFrameAsync(0x00, part); }
            Assert.Equal(CloseCodes.TooBig, (await agent.ReadCloseAsync()).Code);
        }
    }

    async Task<int> CodeAfterAsync(bool attach, string message)
    {
        using var agent = await StartAsync(attach);
        await agent.SendTextAsync(message);
        return (await agent.ReadCloseAsync()).Code;
    }

    async Task<int> CodeAfterFrameAsync(byte first, byte[] payload, bool masked = true)
    {
        using var agent = await StartAsync(attach: true);
        await agent.SendFrameAsync(first, payload, masked);
        return (await agent.ReadCloseAsync()).Code;
    }

    async Task<RawAgent> StartAsync(bool attach)
    {
        var rig = await host.AddRigAsync();
        return attach ? (await RawAgent.AttachAsync(host.EndPoint, rig.Token)).Agent : await RawAgent.OpenAsync(host.EndPoint, rig.Token);
    }
}
