using System.Text.Json;
using System.Text.Json.Serialization;

namespace BloxOs.Protocol;

/// <summary>Source-generated JSON of the wire: camel case, absent instead of null, discriminator anywhere, depth-limited.</summary>
[JsonSourceGenerationOptions(
    // Messages are polymorphic and cannot use the other mode's code at their roots; the agent would carry it all the same.
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    MaxDepth = ProtocolLimits.JsonDepth)]
[JsonSerializable(typeof(AgentMessage))]
[JsonSerializable(typeof(ServerMessage))]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(InventoryChanged))]
[JsonSerializable(typeof(Heartbeat))]
[JsonSerializable(typeof(Stats))]
[JsonSerializable(typeof(Backlog))]
[JsonSerializable(typeof(Live))]
[JsonSerializable(typeof(Welcome))]
[JsonSerializable(typeof(Ack))]
[JsonSerializable(typeof(Settings))]
[JsonSerializable(typeof(CommandState))]
[JsonSerializable(typeof(Applied))]
[JsonSerializable(typeof(MinerLog))]
[JsonSerializable(typeof(Desired))]
[JsonSerializable(typeof(Command))]
[JsonSerializable(typeof(CommandNoted))]
[JsonSerializable(typeof(WatchLog))]
[JsonSerializable(typeof(EnrollRequest))]
[JsonSerializable(typeof(EnrollAnswer))]
public sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>UTF-8 JSON of an agent's message.</summary>
    public static byte[] ToUtf8(AgentMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Default.AgentMessage);

    /// <summary>UTF-8 JSON of a server's message.</summary>
    public static byte[] ToUtf8(ServerMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Default.ServerMessage);

    /// <summary>Reads an agent's message.</summary>
    /// <exception cref="JsonException">Not one JSON object of the agreed shape.</exception>
    public static AgentMessage? ReadAgentMessage(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize(utf8, Default.AgentMessage);

    /// <summary>Reads a server's message.</summary>
    /// <exception cref="JsonException">Not one JSON object of the agreed shape.</exception>
    public static ServerMessage? ReadServerMessage(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize(utf8, Default.ServerMessage);
}
