using System.Collections.Concurrent;

namespace BloxOs.RigSim.Fleet;

/// <summary>What is counted.</summary>
internal enum Counted
{
    EverConnected,
    Reconnects,
    HeartbeatsSent,
    HeartbeatsAcknowledged,
    SamplesProduced,
    SamplesSent,
    SamplesAcknowledged,
    SamplesOverflowed,
    SamplesReplayed,
    LiveSent,
    DuplicatesSent,
    MessagesSent,
    MessagesReceived,
    BytesSent,
    BytesReceived,
    StoredWentBack,
    SilentConnections,
    GarbageSent,
    HalfOpened,
    Drops,
    Delays,
    GpuLosses,
}

/// <summary>Counters of a whole fleet. Thread-safe.</summary>
internal sealed class FleetTally
{
    readonly long[] counts = new long[Enum.GetValues<Counted>().Length];
    int connected;

    /// <summary>Rigs with an open, welcomed connection.</summary>
    public int Connected => Volatile.Read(ref connected);

    /// <summary>Attempts that did not end in a welcome, by reason ("http 401", "socket ConnectionRefused").</summary>
    public ConcurrentDictionary<string, long> ConnectFailures { get; } = new();

    /// <summary>Welcomed connections that ended, by reason ("close 1012", "reset").</summary>
    public ConcurrentDictionary<string, long> Closes { get; } = new();

    public LatencyHistogram HeartbeatLatency { get; } = new();

    public LatencyHistogram StatsLatency { get; } = new();

    /// <summary>From a rig's first welcome until what it had from before is stored.</summary>
    public LatencyHistogram BacklogTime { get; } = new();

    public long this[Counted what] => Volatile.Read(ref counts[(int)what]);

    public void Add(Counted what, long count = 1) => Interlocked.Add(ref counts[(int)what], count);

    public void Opened() => Interlocked.Increment(ref connected);

    public void Closed() => Interlocked.Decrement(ref connected);

    public static void Count(ConcurrentDictionary<string, long> reasons, string reason) => reasons.AddOrUpdate(reason, 1, (_, n) => n + 1);
}
