using System.Text.Json.Serialization;

namespace BloxOs.Protocol;

/// <summary>What an agent sends. A message whose <c>type</c> is not known becomes this base record and is ignored and counted.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(InventoryChanged), "inventory")]
[JsonDerivedType(typeof(Heartbeat), "heartbeat")]
[JsonDerivedType(typeof(Stats), "stats")]
[JsonDerivedType(typeof(Backlog), "backlog")]
[JsonDerivedType(typeof(Live), "live")]
[JsonDerivedType(typeof(CommandState), "commandState")]
[JsonDerivedType(typeof(Applied), "applied")]
[JsonDerivedType(typeof(MinerLog), "minerLog")]
public record AgentMessage
{
    /// <summary>The kind alone: what messages hold may be secret, and an agent has no room for printing it.</summary>
    public sealed override string ToString() => "message of an agent";
}

/// <summary>First message of every connection, sent once.</summary>
public sealed record Hello : AgentMessage
{
    /// <summary>A <see cref="Protocol.ProtocolVersion"/>.</summary>
    public int ProtocolVersion { get; init; }

    /// <summary>Version of the agent, for people.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>The agent's clock, Unix milliseconds.</summary>
    public long At { get; init; }

    /// <summary>What the rig is made of.</summary>
    public Inventory? Inventory { get; init; }

    /// <summary><see cref="Desired.Revision"/> that the agent has on its disk, 0 for none; absent: it takes no orders.</summary>
    public long? DesiredRevision { get; init; }
}

/// <summary>The rig's parts changed: a card died or came back, a driver was loaded.</summary>
public sealed record InventoryChanged : AgentMessage
{
    /// <summary>The whole, not the difference.</summary>
    public Inventory? Inventory { get; init; }
}

/// <summary>"I am alive", every few seconds; answered by an <see cref="Ack"/> with the same number.</summary>
public sealed record Heartbeat : AgentMessage
{
    /// <summary>Counts up within one connection.</summary>
    public long Number { get; init; }

    /// <summary>The agent's clock, Unix milliseconds.</summary>
    public long At { get; init; }
}

/// <summary>One sample of all readings. Kept by the agent until the server has acknowledged its <see cref="Sequence"/>.</summary>
public sealed record Stats : AgentMessage
{
    /// <summary>Counts up by one per sample over the life of the rig, over reconnects and restarts.</summary>
    public long Sequence { get; init; }

    /// <summary>When it was read: the agent's clock, Unix milliseconds.</summary>
    public long At { get; init; }

    /// <summary>Seconds since the rig booted.</summary>
    public long? UptimeSeconds { get; init; }

    /// <summary>A reading per card; a card of the inventory without an entry has no data.</summary>
    public IReadOnlyList<GpuStats>? Gpus { get; init; }

    /// <summary>What is being mined: an entry per miner instance and algorithm.</summary>
    public IReadOnlyList<WorkStats>? Work { get; init; }

    /// <summary>Readings of the processor.</summary>
    public CpuStats? Cpu { get; init; }

    /// <summary>Memory in use, bytes.</summary>
    public long? MemoryUsedBytes { get; init; }

    /// <summary>Room that is left on the file system that the system runs from, bytes.</summary>
    public long? DiskFreeBytes { get; init; }

    /// <summary>What happened since the sample before, at most <see cref="ProtocolLimits.Events"/>.</summary>
    public IReadOnlyList<RigEvent>? Events { get; init; }
}

/// <summary>Samples that were not acknowledged before, oldest first; at most <see cref="ProtocolLimits.BacklogSamples"/>.</summary>
public sealed record Backlog : AgentMessage
{
    /// <summary>As they were first sent.</summary>
    public IReadOnlyList<Stats>? Samples { get; init; }
}

/// <summary>
/// What the rig does now, while older samples still wait: shown, neither stored nor acknowledged. The sample comes again in its turn. Only for a
/// server that told <see cref="Settings.ReplaySamplesPerSecond"/>.
/// </summary>
public sealed record Live : AgentMessage
{
    /// <summary>The newest, under the number that it will have, without its <see cref="Stats.Events"/>: they are told once.</summary>
    public Stats? Sample { get; init; }
}
