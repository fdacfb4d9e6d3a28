namespace BloxOs.Catalog.Miners.Reading;

/// <summary>What a running miner said of itself.</summary>
public sealed record MinerReading
{
    /// <summary>Version, as the miner writes it without its name.</summary>
    public string? Version { get; init; }

    /// <summary>Name that the miner gives itself, where several programs speak the same protocol.</summary>
    public string? Name { get; init; }

    /// <summary>Seconds since it started.</summary>
    public long? UptimeSeconds { get; init; }

    /// <summary>Per algorithm, the main one first; never to be added up.</summary>
    public IReadOnlyList<MinerWork> Work { get; init; } = [];

    /// <summary>Readings of the machine; null where the agent has them from elsewhere.</summary>
    public MachineHealth? Machine { get; init; }

    /// <summary>It runs but has measured no speed yet: its hashrates are absent, not 0.</summary>
    public bool Starting => Work.All(w => w.Hashrate is null);

    /// <summary>The name alone: there is no room for printing what nobody reads.</summary>
    public override string ToString() => nameof(MinerReading);
}
