namespace BloxOs.Agent.Recovery.Diagnosis;

/// <summary>One miner instance at one moment.</summary>
/// <param name="Name">Name of the instance.</param>
/// <param name="State">One of <see cref="Protocol.MinerStates"/>.</param>
internal sealed record MinerView(string Name, string State)
{
    /// <summary>Names what it does and with which cards: the same text, the same normal hashrate.</summary>
    public string Work { get; init; } = "";

    /// <summary>Algorithm, as in the catalogue.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Bus ids of the cards that it uses; empty when it mines on the processor.</summary>
    public IReadOnlyList<string> Cards { get; init; } = [];

    /// <summary>It can be started without one of its cards.</summary>
    public bool CanLeaveCardsOut { get; init; }

    /// <summary>Processor threads that it uses, where it mines on the processor.</summary>
    public int CpuThreads { get; init; }

    /// <summary>How long it runs without a break; null when it does not run.</summary>
    public TimeSpan? RunningFor { get; init; }

    /// <summary>How long its API has been silent, from its start or its last answer; zero: it just answered. Null: it has none that the agent reads.</summary>
    public TimeSpan? SilentFor { get; init; }

    /// <summary>All cards together, hashes per second; null while it is not known.</summary>
    public double? Hashrate { get; init; }

    /// <summary>Hashes per second by bus id, where it tells.</summary>
    public IReadOnlyDictionary<string, double> CardHashrates { get; init; } = new Dictionary<string, double>();

    /// <summary>The pool was seen to accept a share a short while ago. What a silent miner does with its pool is not seen.</summary>
    public bool TookShareLately => NoShareFor < RigDiagnosis.Lately && (SilentFor is null || SilentFor < RigDiagnosis.LongestPause);

    /// <summary>Time since the pool last accepted a share; null when no share was accepted since the start or it is not known.</summary>
    public TimeSpan? NoShareFor { get; init; }

    /// <summary>Mean time between accepted shares since the start; null with fewer than five.</summary>
    public TimeSpan? ShareEvery { get; init; }

    /// <summary>Pool that it uses, for people.</summary>
    public string? Pool { get; init; }

    /// <summary>The miner says whether it is connected to its pool; null: it does not tell.</summary>
    public bool? PoolConnected { get; init; }

    /// <summary>A connection of the agent's own to that pool succeeded; null: not tried.</summary>
    public bool? PoolAnswers { get; init; }

    /// <summary>Pools that it may use.</summary>
    public int Pools { get; init; }

    /// <summary>Floor that a person set, hashes per second.</summary>
    public double? LeastHashrate { get; init; }

    /// <summary>It has made its usual hashrate on this rig before.</summary>
    public bool HasWorked { get; init; }

    /// <summary>Its API was understood before: silence is news.</summary>
    public bool HasAnswered { get; init; }

    /// <summary>It has worked before and its usual hashrate is not below <see cref="LeastHashrate"/>.</summary>
    public bool ReachedFloor { get; init; }

    /// <summary>Times that it ended by itself since it was told to start.</summary>
    public int Exits { get; init; }

    /// <summary>How it ended last, for people.</summary>
    public string? LastEnd { get; init; }

    /// <summary>The name alone: there is no room for printing what nobody reads.</summary>
    public override string ToString() => nameof(MinerView);
}
