using System.Text.Json;
using System.Text.Json.Serialization;

namespace BloxOs.RigSim.Fleet;

/// <summary>What a fleet did so far. Times in seconds, latencies in milliseconds, bytes of messages without framing.</summary>
public sealed record FleetResult
{
    /// <summary>Rigs that were asked for.</summary>
    public int Rigs { get; init; }

    /// <summary>Rigs connected and welcomed at this moment; in the final result, before the goodbye.</summary>
    public int Connected { get; init; }

    /// <summary>Rigs that were welcomed at least once.</summary>
    public long EverConnected { get; init; }

    /// <summary>Welcomes after the first of a rig.</summary>
    public long Reconnects { get; init; }

    /// <summary>Attempts without a welcome, by reason: "http 401", "socket ConnectionRefused", "close 4426", "timeout".</summary>
    public required IReadOnlyDictionary<string, long> ConnectFailures { get; init; }

    /// <summary>Welcomed connections that ended, by reason: "close 1012", "reset", "half-open".</summary>
    public required IReadOnlyDictionary<string, long> Closes { get; init; }

    /// <summary>Heartbeats sent and acknowledged.</summary>
    public long HeartbeatsSent { get; init; }

    /// <summary>Heartbeats whose acknowledgement came on the same connection.</summary>
    public long HeartbeatsAcknowledged { get; init; }

    /// <summary>Samples read by all rigs: acknowledged and lost ones together.</summary>
    public long SamplesProduced { get; init; }

    /// <summary>Samples that were sent at least once.</summary>
    public long SamplesSent { get; init; }

    /// <summary>Samples that the server called stored.</summary>
    public long SamplesAcknowledged { get; init; }

    /// <summary>Produced and not acknowledged; in the final result, after the wait at the end.</summary>
    public long SamplesLost { get; init; }

    /// <summary>Of the lost ones: fell out of a full outbox.</summary>
    public long SamplesOverflowed { get; init; }

    /// <summary>Times that a sample was sent again after a broken connection.</summary>
    public long SamplesReplayed { get; init; }

    /// <summary>Newest samples sent to be shown while older ones waited.</summary>
    public long LiveSent { get; init; }

    /// <summary>Messages sent twice by fault.</summary>
    public long DuplicatesSent { get; init; }

    /// <summary>Welcomes that told of fewer stored samples than had been acknowledged: the server lost something.</summary>
    public long StoredWentBack { get; init; }

    /// <summary>Connections given up because heartbeats stayed without an answer.</summary>
    public long SilentConnections { get; init; }

    /// <summary>Faults that were made, by kind.</summary>
    public required IReadOnlyDictionary<string, long> Faults { get; init; }

    /// <summary>Messages of heartbeats and samples sent.</summary>
    public long MessagesSent { get; init; }

    /// <summary>Messages received.</summary>
    public long MessagesReceived { get; init; }

    /// <summary>Bytes of messages sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes of messages received.</summary>
    public long BytesReceived { get; init; }

    /// <summary>From sending a heartbeat to its acknowledgement; since the end of the warm-up.</summary>
    public LatencySummary? HeartbeatLatency { get; init; }

    /// <summary>From sending a sample to its acknowledgement, without replayed ones; since the end of the warm-up.</summary>
    public LatencySummary? StatsLatency { get; init; }

    /// <summary>From the first welcome of a rig until all samples that it had from before are stored: one entry per rig that is done.</summary>
    public LatencySummary? BacklogTime { get; init; }

    /// <summary>Since the start.</summary>
    public double Seconds { get; init; }

    /// <summary>User and system time of this process.</summary>
    public double CpuSeconds { get; init; }

    /// <summary>Memory of this process in RAM.</summary>
    public long RssBytes { get; init; }

    /// <summary>As one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FleetResultJson.Default.FleetResult);
}

/// <summary>JSON of results: camel case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FleetResult))]
internal sealed partial class FleetResultJson : JsonSerializerContext;
