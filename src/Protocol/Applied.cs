namespace BloxOs.Protocol;

/// <summary>What became of a <see cref="Desired"/>: sent when anything of it changes, and once after every welcome.</summary>
public sealed record Applied : AgentMessage
{
    /// <summary><see cref="Desired.Revision"/> that is in force.</summary>
    public long Revision { get; init; }

    /// <summary><see cref="DesiredDigest"/> of what is in force; absent when nothing was ever wanted.</summary>
    public string? Digest { get; init; }

    /// <summary>Why a newer revision was refused; absent when none was.</summary>
    public string? Refused { get; init; }

    /// <summary>The miners that the agent looks after.</summary>
    public IReadOnlyList<AppliedMiner>? Miners { get; init; }

    /// <summary>What the rig does to help itself, in words; absent when nothing.</summary>
    public string? Recovering { get; init; }
}

/// <summary>One miner instance as it is.</summary>
public sealed record AppliedMiner
{
    /// <summary><see cref="DesiredMiner.Name"/>.</summary>
    public string? Name { get; init; }

    /// <summary>Id of the miner in the catalogue.</summary>
    public string? Miner { get; init; }

    /// <summary>One of <see cref="MinerStates"/>.</summary>
    public string? State { get; init; }

    /// <summary>Why it is in that state, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>Times that it ended by itself since it was last told to start.</summary>
    public int? Exits { get; init; }

    /// <summary>Exit status of the last end; above 128: killed by that signal plus 128.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Milliseconds until it is started again, in the state <see cref="MinerStates.Waiting"/>.</summary>
    public long? NextStartInMilliseconds { get; init; }

    /// <summary>The last lines before it ended, at most <see cref="ProtocolLimits.LastLines"/>.</summary>
    public IReadOnlyList<string>? LastLines { get; init; }

    /// <summary>Bus ids of cards that it was started without, because they made trouble.</summary>
    public IReadOnlyList<string>? Quarantined { get; init; }

    /// <inheritdoc cref="AgentMessage.ToString"/>
    public override string ToString() => nameof(AppliedMiner);
}
