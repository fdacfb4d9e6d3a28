using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace BloxOs.Protocol.Tests;

/// <summary>The bytes of the wire: what they are, and what is read back from them and from stranger ones.</summary>
public sealed class MessageTests
{
    public static TheoryData<string> Kinds => [.. Samples.All.Keys];

    [Fact]
    public void Every_message_has_a_sample()
    {
        var declared = new[] { typeof(AgentMessage), typeof(ServerMessage) }
            .SelectMany(t => t.GetCustomAttributes<JsonDerivedTypeAttribute>()).Select(a => (string)a.TypeDiscriminator!);
        Assert.Equal(declared.Order(), Samples.All.Keys.Order());
    }

    // These names are spoken by agents that live for years: a golden file changes only by a line that is added.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_message_is_exactly_these_bytes(string kind)
    {
        string golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", kind + ".json")).TrimEnd('\n');
        Assert.Equal(golden, Encoding.UTF8.GetString(Samples.ToUtf8(Samples.All[kind])));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_message_is_read_back_whole(string kind)
    {
        object sample = Samples.All[kind];
        byte[] bytes = Samples.ToUtf8(sample);
        object? read = Samples.Read(sample, bytes);
        Assert.IsType(sample.GetType(), read);
        Assert.Equal(bytes, Samples.ToUtf8(read!));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_type_may_come_last_and_between_members_that_nobody_knows(string kind)
    {
        object sample = Samples.All[kind];
        byte[] bytes = Samples.ToUtf8(sample);
        var json = JsonNode.Parse(bytes)!.AsObject();
        var turned = new JsonObject { ["fromTheFuture"] = new JsonArray(1, new JsonObject { ["type"] = "no" }), ["Type"] = "ack" };
        foreach (var (name, value) in json.Where(p => p.Key != "type")) { turned[name] = value?.DeepClone(); }
        turned["type"] = json["type"]!.GetValue<string>();
        turned["another"] = null;
        object? read = Samples.Read(sample, Encoding.UTF8.GetBytes(turned.ToJsonString()));
        Assert.Equal(bytes, Samples.ToUtf8(read!));
    }

    [Theory]
    [InlineData("""{"type":"fromTheFuture","x":[{"y":1}]}""")]
    [InlineData("""{"x":1,"type":"overclock"}""")]
    [InlineData("""{"x":1}""")]
    [InlineData("""{}""")]
    public void An_unknown_type_becomes_the_base_record(string json)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        Assert.Equal(typeof(AgentMessage), ProtocolJson.ReadAgentMessage(utf8)!.GetType());
        Assert.Equal(typeof(ServerMessage), ProtocolJson.ReadServerMessage(utf8)!.GetType());
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    [InlineData(10_000, false)]
    public void Depth_is_limited(int depth, bool allowed)
    {
        string json = "{\"type\":\"ack\",\"x\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
        var failure = Record.Exception(() => ProtocolJson.ReadServerMessage(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(allowed, failure is null);
        if (!allowed) { Assert.IsType<JsonException>(failure, exactMatch: false); }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("true")]
    [InlineData("")]
    [InlineData("{\"type\":\"ack\",}")]
    [InlineData("{\"type\":\"ack\"}{}")]
    [InlineData("/* x */{\"type\":\"ack\"}")]
    [InlineData("\uFEFF{\"type\":\"ack\"}")]
    [InlineData("{\"type\":\"ack\",\"stored\":\"1\"}")]
    [InlineData("{\"type\":\"ack\",\"stored\":1.5}")]
    [InlineData("{\"type\":\"ack\",\"stored\":1e400}")]
    public void What_is_no_message_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => ProtocolJson.ReadServerMessage(Encoding.UTF8.GetBytes(json)));

    /// <summary>Logs and exceptions print what they are handed.</summary>
    [Fact]
    public void Printed_messages_tell_nothing_of_what_they_hold()
    {
        object[] all = [.. Samples.All.Values, new DesiredPool { Password = "x" }, new EnrollAnswer { Token = "x" }, new EnrollRequest { Key = "x" }];
        Assert.All(all, static message => Assert.DoesNotContain("{", message.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_that_is_not_known_is_left_out_and_never_0()
    {
        Assert.Equal("""{"type":"stats","sequence":1,"at":2,"gpus":[{"index":0}]}""",
            Encoding.UTF8.GetString(ProtocolJson.ToUtf8(new Stats { Sequence = 1, At = 2, Gpus = [new() { Index = 0 }] })));
    }
}
