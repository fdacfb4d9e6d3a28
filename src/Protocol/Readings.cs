namespace BloxOs.Protocol;

/// <summary>Readings of one card. A value that could not be read is absent, never 0.</summary>
public sealed record GpuStats
{
    /// <summary><see cref="GpuInventory.Index"/> of the card.</summary>
    public int Index { get; init; }

    /// <summary>Why the card is dead ("Xid 79", "GPU is lost"); absent when it lives.</summary>
    public string? Fault { get; init; }

    /// <summary>Core temperature, °C.</summary>
    public double? CoreCelsius { get; init; }

    /// <summary>Hotspot (junction) temperature, °C.</summary>
    public double? HotspotCelsius { get; init; }

    /// <summary>Memory temperature, °C.</summary>
    public double? MemoryCelsius { get; init; }

    /// <summary>Fan speed, percent of the maximum.</summary>
    public double? FanPercent { get; init; }

    /// <summary>Fan speed, revolutions per minute.</summary>
    public double? FanRpm { get; init; }

    /// <summary>Power draw, watts.</summary>
    public double? PowerWatts { get; init; }

    /// <summary>Power limit in force, watts.</summary>
    public double? PowerLimitWatts { get; init; }

    /// <summary>Core clock, MHz.</summary>
    public double? CoreMegahertz { get; init; }

    /// <summary>Memory clock, MHz.</summary>
    public double? MemoryMegahertz { get; init; }

    /// <summary>Utilisation, percent.</summary>
    public double? UtilizationPercent { get; init; }

    /// <summary>
    /// Why the clocks are lower than they could be, a sum: 1 idle, 2 set by a person, 4 power limit, 8 slowed by the hardware, 16 coupled to another card,
    /// 32 too hot (driver), 64 too hot (hardware), 128 power supply (hardware), 256 display.
    /// </summary>
    public int? ThrottleReasons { get; init; }

    /// <summary>PCI Express generation in use; lower than possible while the card is idle.</summary>
    public int? PcieGeneration { get; init; }

    /// <summary>PCI Express lanes in use.</summary>
    public int? PcieWidth { get; init; }

    /// <summary>Packets that had to be sent again over PCI Express since the driver was loaded: rises with a bad riser.</summary>
    public long? PcieReplays { get; init; }

    /// <summary>Memory errors since boot that were corrected (ECC).</summary>
    public long? EccCorrected { get; init; }

    /// <summary>Memory errors since boot that could not be corrected (ECC).</summary>
    public long? EccUncorrected { get; init; }

    /// <summary>Number of the last Xid error that the kernel logged for the card since boot.</summary>
    public int? LastXid { get; init; }

    /// <inheritdoc cref="AgentMessage.ToString"/>
    public override string ToString() => nameof(GpuStats);
}

/// <summary>What one miner instance does with one algorithm. Counters run since the miner started.</summary>
public sealed record WorkStats
{
    /// <summary>Tells instances of the same miner apart.</summary>
    public int? Instance { get; init; }

    /// <summary>Name of the miner ("T-Rex").</summary>
    public string? Miner { get; init; }

    /// <summary>Its version.</summary>
    public string? Version { get; init; }

    /// <summary>Algorithm, as in the catalogue ("kawpow").</summary>
    public string? Algorithm { get; init; }

    /// <summary>Coin, when it is known ("RVN").</summary>
    public string? Coin { get; init; }

    /// <summary>Pool, host and port.</summary>
    public string? Pool { get; init; }

    /// <summary>Seconds since the miner started.</summary>
    public long? UptimeSeconds { get; init; }

    /// <summary>All cards together, hashes per second; absent while the miner starts.</summary>
    public double? Hashrate { get; init; }

    /// <summary>Accepted shares.</summary>
    public long? Accepted { get; init; }

    /// <summary>Shares that the pool refused.</summary>
    public long? Rejected { get; init; }

    /// <summary>Shares that came too late.</summary>
    public long? Stale { get; init; }

    /// <summary>Shares that failed the miner's own check.</summary>
    public long? Invalid { get; init; }

    /// <summary>Difficulty of a share that the pool asks for, as the miner says it.</summary>
    public double? Difficulty { get; init; }

    /// <summary>Processor threads that mine, for CPU mining.</summary>
    public int? CpuThreads { get; init; }

    /// <summary>Per card.</summary>
    public IReadOnlyList<GpuWork>? Gpus { get; init; }

    /// <inheritdoc cref="AgentMessage.ToString"/>
    public override string ToString() => nameof(WorkStats);
}

/// <summary>What one card does in one <see cref="WorkStats"/>.</summary>
public sealed record GpuWork
{
    /// <summary><see cref="GpuInventory.Index"/> of the card.</summary>
    public int Index { get; init; }

    /// <summary>Hashes per second.</summary>
    public double? Hashrate { get; init; }

    /// <summary>Accepted shares.</summary>
    public long? Accepted { get; init; }

    /// <summary>Refused shares.</summary>
    public long? Rejected { get; init; }

    /// <summary>Late shares.</summary>
    public long? Stale { get; init; }

    /// <summary>Shares that failed the local check.</summary>
    public long? Invalid { get; init; }

    /// <inheritdoc cref="AgentMessage.ToString"/>
    public override string ToString() => nameof(GpuWork);
}

/// <summary>Readings of the processor.</summary>
public sealed record CpuStats
{
    /// <summary>Temperature, °C.</summary>
    public double? Celsius { get; init; }

    /// <summary>Load average over one minute.</summary>
    public double? Load1 { get; init; }

    /// <summary>Share of the time since the last sample in which all threads together worked, percent.</summary>
    public double? BusyPercent { get; init; }

    /// <summary>Power draw, watts.</summary>
    public double? PowerWatts { get; init; }

    /// <inheritdoc cref="AgentMessage.ToString"/>
    public override string ToString() => nameof(CpuStats);
}
