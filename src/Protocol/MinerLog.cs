namespace BloxOs.Protocol;

/// <summary>Somebody looks at the log of a miner: send what there is, then what comes, for a while. Repeated while it is looked at.</summary>
public sealed record WatchLog : ServerMessage
{
    /// <summary><see cref="DesiredMiner.Name"/>.</summary>
    public string? Instance { get; init; }

    /// <summary>Number of the last line that is known; 0 for none.</summary>
    public long After { get; init; }

    /// <summary>Seconds to go on, 1 to 120; 0 ends it.</summary>
    public int Seconds { get; init; }
}

/// <summary>Lines of a miner's log, at most twice a second while it is watched.</summary>
public sealed record MinerLog : AgentMessage
{
    /// <summary><see cref="DesiredMiner.Name"/>.</summary>
    public string? Instance { get; init; }

    /// <summary>Number of the first of <see cref="Lines"/>, counted from 1 since the agent knows the instance. A gap: lines fell out of the ring.</summary>
    public long First { get; init; }

    /// <summary>At most <see cref="ProtocolLimits.LogLines"/>, each at most <see cref="ProtocolLimits.LogLineLength"/> characters, secrets masked.</summary>
    public IReadOnlyList<string>? Lines { get; init; }
}
