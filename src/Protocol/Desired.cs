namespace BloxOs.Protocol;

/// <summary>
/// What the rig is to do: a level, not an edge. The agent keeps the newest revision on its disk and goes on with it while the server is away.
/// Sent after the welcome when the hello named another revision, and with every change.
/// </summary>
public sealed record Desired : ServerMessage
{
    /// <summary>Counts up with every change; an older one than what the agent has is ignored.</summary>
    public long Revision { get; init; }

    /// <summary>The miners to run side by side, at most <see cref="ProtocolLimits.Miners"/>; absent: leave alone what runs.</summary>
    public IReadOnlyList<DesiredMiner>? Miners { get; init; }

    /// <summary>People work on the rig: it recovers nothing by itself.</summary>
    public bool? Maintenance { get; init; }

    /// <summary>When and how the rig helps itself; absent: the agent's own defaults.</summary>
    public RecoverySettings? Recovery { get; init; }
}

/// <summary>One miner instance that is to run.</summary>
public sealed record DesiredMiner
{
    /// <summary>Names the instance on its rig: <c>a-z0-9-</c>, 1 to 32 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Id of the miner in the catalogue.</summary>
    public string? Miner { get; init; }

    /// <summary>Path of the program on the rig, below the agent's directory of miners; absent: the newest that is installed there.</summary>
    public string? Program { get; init; }

    /// <summary>False: known, but not to run.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Algorithms, first the main one; a second one is mined beside it.</summary>
    public IReadOnlyList<DesiredAlgorithm>? Algorithms { get; init; }

    /// <summary>Bus ids of the cards to use; absent: all that the miner can use.</summary>
    public IReadOnlyList<string>? Devices { get; init; }

    /// <summary>Processor threads, for mining on the CPU.</summary>
    public int? CpuThreads { get; init; }

    /// <summary>Further arguments, each checked against the list of those that the catalogue allows for this miner.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>A total hashrate below this, hashes per second of the first algorithm, is a fault; absent: the rig learns what is normal.</summary>
    public double? LeastHashrate { get; init; }

    /// <inheritdoc cref="AgentMessage.ToString"/>
    public override string ToString() => nameof(DesiredMiner);
}

/// <summary>One algorithm of a miner instance.</summary>
public sealed record DesiredAlgorithm
{
    /// <summary>Algorithm, as in the catalogue ("kawpow").</summary>
    public string? Algorithm { get; init; }

    /// <summary>Coin, for people.</summary>
    public string? Coin { get; init; }

    /// <summary>Pools, the wanted one first, then those to fall back to.</summary>
    public IReadOnlyList<DesiredPool>? Pools { get; init; }

    /// <inheritdoc cref="AgentMessage.ToString"/>
    public override string ToString() => nameof(DesiredAlgorithm);
}

/// <summary>A pool and who one is there.</summary>
public sealed record DesiredPool
{
    /// <summary>Host name or address.</summary>
    public string? Host { get; init; }

    /// <summary>Port.</summary>
    public int Port { get; init; }

    /// <summary>Over TLS.</summary>
    public bool? Tls { get; init; }

    /// <summary>Wallet or account.</summary>
    public string? User { get; init; }

    /// <summary>Name of the rig towards the pool.</summary>
    public string? Worker { get; init; }

    /// <summary>Password; a secret.</summary>
    public string? Password { get; init; }

    /// <inheritdoc cref="AgentMessage.ToString"/>
    public override string ToString() => nameof(DesiredPool);
}

/// <summary>When and how a rig helps itself. The agent clamps every value to limits that are compiled in.</summary>
public sealed record RecoverySettings
{
    /// <summary>False: report faults, do nothing.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Reboots that the rig may give itself within 6 hours.</summary>
    public int? RebootsInSixHours { get; init; }

    /// <summary>Percent of the learned hashrate below which a miner is faulty.</summary>
    public double? LowHashratePercent { get; init; }

    /// <summary>Core temperature at which miners are stopped, °C.</summary>
    public double? StopCoreCelsius { get; init; }

    /// <summary>Memory temperature at which miners are stopped, °C.</summary>
    public double? StopMemoryCelsius { get; init; }

    /// <inheritdoc cref="AgentMessage.ToString"/>
    public override string ToString() => nameof(RecoverySettings);
}
