namespace BloxOs.Protocol;

/// <summary>
/// An order that is carried out at most once. Answered by <see cref="CommandState"/>s, the last of which is final and is repeated with every
/// connection until a <see cref="CommandNoted"/> comes.
/// </summary>
public sealed record Command : ServerMessage
{
    /// <summary>Names it for ever, <c>a-z0-9</c>, at most <see cref="ProtocolLimits.CommandIdLength"/>; the same id is never carried out again.</summary>
    public string? Id { get; init; }

    /// <summary>One of <see cref="CommandKinds"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>Milliseconds from the receipt after which it must not begin: relative, since a rig's clock may be wrong. Absent or not positive: expired.</summary>
    public long? ExpiresInMilliseconds { get; init; }

    /// <summary><see cref="DesiredMiner.Name"/> for commands to one miner; absent for all.</summary>
    public string? Instance { get; init; }

    /// <summary>Version of the agent to change to, for <see cref="CommandKinds.UpdateAgent"/>.</summary>
    public string? Version { get; init; }
}

/// <summary>The final state of a command is on the server's disk: the agent need not repeat it.</summary>
public sealed record CommandNoted : ServerMessage
{
    /// <summary><see cref="Command.Id"/>.</summary>
    public string? Id { get; init; }
}

/// <summary>How far a command is.</summary>
public sealed record CommandState : AgentMessage
{
    /// <summary><see cref="Command.Id"/>.</summary>
    public string? Id { get; init; }

    /// <summary>One of <see cref="CommandStates"/>.</summary>
    public string? State { get; init; }

    /// <summary>The agent's clock, Unix milliseconds.</summary>
    public long At { get; init; }

    /// <summary>What it printed, or why it failed; the end of it, at most <see cref="ProtocolLimits.CommandOutputBytes"/> of UTF-8.</summary>
    public string? Output { get; init; }

    /// <summary>Something was cut from the beginning of <see cref="Output"/>.</summary>
    public bool? Cut { get; init; }
}
