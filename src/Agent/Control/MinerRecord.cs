namespace BloxOs.Agent.Control;

/// <summary>What outlives the agent of one instance.</summary>
internal sealed record MinerRecord
{
    /// <summary>Name of the instance.</summary>
    public required string Name { get; init; }

    /// <summary>A person stopped it.</summary>
    public bool StoppedByHand { get; init; }

    /// <summary>Why it was given up; null when it was not.</summary>
    public string? Failed { get; init; }

    /// <summary>Cards that it runs without.</summary>
    public IReadOnlyList<string> Quarantined { get; init; } = [];

    /// <summary>Which of its pools comes first, from 0.</summary>
    public int Pool { get; init; }

    /// <summary>Who keeps it from running.</summary>
    public IReadOnlyList<MinerHold> Holds { get; init; } = [];

    /// <summary>Times that it ended by itself since it was last told to start.</summary>
    public int Exits { get; init; }

    /// <summary>Short runs in a row.</summary>
    public int ShortRuns { get; init; }

    /// <summary>Exit status of the last end by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Port of its API on loopback, 0 before the first start.</summary>
    public int ApiPort { get; init; }

    /// <summary>Secret of its API.</summary>
    public string? ApiToken { get; init; }

    /// <summary>The process; null when it does not run.</summary>
    public MinerProcess? Process { get; init; }

    /// <summary>The name alone: there is no room for printing what nobody reads.</summary>
    public override string ToString() => nameof(MinerRecord);
}
