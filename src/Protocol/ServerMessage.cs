using System.Text.Json.Serialization;

namespace BloxOs.Protocol;

/// <summary>What the gateway sends. An unknown <c>type</c> becomes this base record and is ignored.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Ack), "ack")]
[JsonDerivedType(typeof(Settings), "settings")]
[JsonDerivedType(typeof(Desired), "desired")]
[JsonDerivedType(typeof(Command), "command")]
[JsonDerivedType(typeof(CommandNoted), "commandNoted")]
[JsonDerivedType(typeof(WatchLog), "watchLog")]
public record ServerMessage
{
    /// <summary>The kind alone: what messages hold may be secret, and an agent has no room for printing it.</summary>
    public sealed override string ToString() => "message of the server";
}

/// <summary>Answer to <see cref="Hello"/>.</summary>
public sealed record Welcome : ServerMessage
{
    /// <summary>Id of the rig that the token belongs to.</summary>
    public string? RigId { get; init; }

    /// <summary>Name of the rig, as its people call it.</summary>
    public string? RigName { get; init; }

    /// <summary>The server's clock, Unix milliseconds.</summary>
    public long At { get; init; }

    /// <summary>Every sample up to this sequence is stored, 0 for none: send from the next one on, and never use a lower one again.</summary>
    public long Stored { get; init; }

    /// <summary>Cadence to keep.</summary>
    public Settings? Settings { get; init; }
}

/// <summary>Acknowledgement of heartbeats and samples.</summary>
public sealed record Ack : ServerMessage
{
    /// <summary>Every sample up to this sequence is on disk.</summary>
    public long? Stored { get; init; }

    /// <summary>Number of the newest <see cref="Protocol.Heartbeat"/> that came.</summary>
    public long? Heartbeat { get; init; }
}

/// <summary>What the server wants of the agent; may come at any time.</summary>
public sealed record Settings : ServerMessage
{
    /// <summary>Seconds between heartbeats, 1 to 300.</summary>
    public int? HeartbeatSeconds { get; init; }

    /// <summary>Seconds between samples, 1 to 3600.</summary>
    public int? StatsSeconds { get; init; }

    /// <summary>
    /// Samples per second in which what waited is sent, 1 to <see cref="ProtocolLimits.ReplaySamplesPerSecond"/>. A server that says it shows
    /// <see cref="Live"/>; to any other history goes as fast as it confirms, since nothing is seen of the rig before its end.
    /// </summary>
    public int? ReplaySamplesPerSecond { get; init; }
}
