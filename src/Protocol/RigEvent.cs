namespace BloxOs.Protocol;

/// <summary>Something that happened on the rig. Travels in <see cref="Stats.Events"/>, so that it is kept and confirmed with its sample.</summary>
public sealed record RigEvent
{
    /// <summary>When: the agent's clock, Unix milliseconds.</summary>
    public long At { get; init; }

    /// <summary>One of <see cref="RigEventKinds"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>For people, one line.</summary>
    public string? Text { get; init; }

    /// <summary><see cref="GpuInventory.BusId"/> of the card, where it is about one.</summary>
    public string? BusId { get; init; }

    /// <summary><see cref="DesiredMiner.Name"/>, where it is about a miner.</summary>
    public string? Instance { get; init; }

    /// <inheritdoc cref="AgentMessage.ToString"/>
    public override string ToString() => nameof(RigEvent);
}

/// <summary>Kinds of <see cref="RigEvent"/>. A server that does not know one shows its text.</summary>
public static class RigEventKinds
{
    /// <summary>A miner was started.</summary>
    public const string MinerStarted = "minerStarted";

    /// <summary>A miner ended by itself.</summary>
    public const string MinerEnded = "minerEnded";

    /// <summary>A miner was stopped on purpose.</summary>
    public const string MinerStopped = "minerStopped";

    /// <summary>The rig took a step to help itself, or gave up.</summary>
    public const string Recovery = "recovery";

    /// <summary>The guard against heat stopped miners or let them go on.</summary>
    public const string Heat = "heat";

    /// <summary>A line of the kernel log that matters: Xid, GPU reset, out of memory, disk became read-only.</summary>
    public const string Kernel = "kernel";

    /// <summary>The cards of a vendor cannot be read, because a driver or a tool hangs or fails, or can be read again.</summary>
    public const string Reading = "reading";

    /// <summary>The agent was updated, or went back to the version before.</summary>
    public const string Update = "update";
}
