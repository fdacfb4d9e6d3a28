namespace BloxOs.Grains.Rigs;

/// <summary>One sample of a rig, checked and clamped by the gateway. Arrays are never changed after construction.</summary>
public sealed record RigStats
{
    /// <summary>No sample yet.</summary>
    public static RigStats Empty { get; } = new();

    /// <summary>Counts up over the life of the rig.</summary>
    public long Sequence { get; init; }

    /// <summary>When it was read; the server's time where the agent's clock is off (<see cref="ClockSkewed"/>).</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The agent's clock was more than two minutes off.</summary>
    public bool ClockSkewed { get; init; }

    /// <summary>A reading was outside what hardware can do and was clamped.</summary>
    public bool Suspicious { get; init; }

    /// <summary>Seconds since the rig booted.</summary>
    public long? UptimeSeconds { get; init; }

    /// <summary>A reading per card, by index.</summary>
    public GpuReading[] Gpus { get; init; } = [];

    /// <summary>What is mined: an entry per miner instance and algorithm, the primary one first.</summary>
    public WorkReading[] Work { get; init; } = [];

    /// <summary>Processor temperature, °C.</summary>
    public float? CpuCelsius { get; init; }

    /// <summary>Load average over one minute.</summary>
    public float? Load1 { get; init; }

    /// <summary>Processor power draw, watts.</summary>
    public float? CpuWatts { get; init; }

    /// <summary>Processor use since the sample before, percent.</summary>
    public byte? CpuBusyPercent { get; init; }

    /// <summary>Memory in use, bytes.</summary>
    public long? MemoryUsedBytes { get; init; }

    /// <summary>Room left on the disk, bytes.</summary>
    public long? DiskFreeBytes { get; init; }

    /// <summary>What happened since the sample before.</summary>
    public RigHappening[] Events { get; init; } = [];

    /// <summary>Power of all cards that report one, watts; null when none does.</summary>
    public double? GpuPowerWatts
    {
        get
        {
            double? sum = null;
            foreach (var gpu in Gpus) { if (gpu.PowerWatts is { } watts) { sum = (sum ?? 0) + watts; } }
            return sum;
        }
    }

    /// <summary>Power of cards and processor, watts; null when neither tells.</summary>
    public double? PowerWatts => GpuPowerWatts is { } gpus ? gpus + (CpuWatts ?? 0) : CpuWatts;

    /// <summary><see cref="PowerWatts"/> lacks a living card, or a processor that mines: at least so much is drawn.</summary>
    public bool IsPowerPartial => PowerWatts is not null && (Gpus.Any(static gpu => gpu.Fault is null && gpu.PowerWatts is null) || (CpuWatts is null && Work.Any(static work => work.CpuThreads is > 0)));

    /// <summary><see cref="PowerWatts"/> when everything that hashes tells its power; null otherwise. Only by this may hashes per watt be told.</summary>
    public double? HashingPowerWatts => Work.All(TellsPower) ? PowerWatts : null;

    bool TellsPower(WorkReading work)
    {
        if (work.Hashrate is not > 0) { return true; }
        bool byCard = work.Gpus.Any(static gpu => gpu.Hashrate is > 0), byCpu = work.CpuThreads is > 0;
        if (!byCard && !byCpu) { return !IsPowerPartial; }   // any card may be at it
        return (!byCpu || CpuWatts is not null) && work.Gpus.All(gpu => gpu.Hashrate is not > 0 || Gpus.Any(one => one.Index == gpu.Index && one.PowerWatts is not null));
    }
}

/// <summary>Readings of one card; null is "no data". Temperatures in °C.</summary>
public readonly record struct GpuReading
{
    /// <summary><see cref="GpuDescription.Index"/>.</summary>
    public byte Index { get; init; }

    /// <summary>Why the card is dead; null when it lives.</summary>
    public string? Fault { get; init; }

    /// <summary>Core temperature.</summary>
    public short? CoreCelsius { get; init; }

    /// <summary>Hotspot temperature.</summary>
    public short? HotspotCelsius { get; init; }

    /// <summary>Memory temperature.</summary>
    public short? MemoryCelsius { get; init; }

    /// <summary>Fan, percent.</summary>
    public byte? FanPercent { get; init; }

    /// <summary>Fan, revolutions per minute.</summary>
    public ushort? FanRpm { get; init; }

    /// <summary>Utilisation, percent.</summary>
    public byte? UtilizationPercent { get; init; }

    /// <summary>Core clock, MHz.</summary>
    public ushort? CoreMegahertz { get; init; }

    /// <summary>Memory clock, MHz.</summary>
    public ushort? MemoryMegahertz { get; init; }

    /// <summary>Power draw, watts.</summary>
    public float? PowerWatts { get; init; }

    /// <summary>Power limit in force, watts.</summary>
    public float? PowerLimitWatts { get; init; }

    /// <summary>Why the clocks are lower than they could be.</summary>
    public GpuThrottle? ThrottleReasons { get; init; }

    /// <summary>PCI Express generation in use.</summary>
    public byte? PcieGeneration { get; init; }

    /// <summary>PCI Express lanes in use.</summary>
    public byte? PcieWidth { get; init; }

    /// <summary>Packets sent again over PCI Express.</summary>
    public uint? PcieReplays { get; init; }

    /// <summary>Corrected memory errors since boot.</summary>
    public uint? EccCorrected { get; init; }

    /// <summary>Memory errors since boot that could not be corrected.</summary>
    public uint? EccUncorrected { get; init; }

    /// <summary>Number of the last Xid error since boot.</summary>
    public ushort? LastXid { get; init; }
}

/// <summary>What one miner instance does with one algorithm. Counters run since the miner started; null is "no data".</summary>
public sealed class WorkReading
{
    /// <summary>Tells instances of the same miner apart.</summary>
    public int Instance { get; init; }

    /// <summary>Name of the miner.</summary>
    public string? Miner { get; init; }

    /// <summary>Its version.</summary>
    public string? Version { get; init; }

    /// <summary>Algorithm id of the catalogue.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Coin, when it is known.</summary>
    public string? Coin { get; init; }

    /// <summary>Pool.</summary>
    public string? Pool { get; init; }

    /// <summary>Seconds since the miner started.</summary>
    public long? UptimeSeconds { get; init; }

    /// <summary>Hashes per second of all cards; null while the miner starts.</summary>
    public double? Hashrate { get; init; }

    /// <summary>Shares of all cards.</summary>
    public ShareCounts Shares { get; init; }

    /// <summary>Difficulty of a share that the pool asks for, as the miner says it.</summary>
    public double? Difficulty { get; init; }

    /// <summary>Processor threads that mine.</summary>
    public int? CpuThreads { get; init; }

    /// <summary>Per card.</summary>
    public GpuWorkReading[] Gpus { get; init; } = [];
}

/// <summary>What one card does in one <see cref="WorkReading"/>.</summary>
public readonly record struct GpuWorkReading
{
    /// <summary><see cref="GpuDescription.Index"/>.</summary>
    public byte Index { get; init; }

    /// <summary>Hashes per second.</summary>
    public double? Hashrate { get; init; }

    /// <summary>Shares of this card.</summary>
    public ShareCounts Shares { get; init; }
}

/// <summary>Shares since the miner started; null is "not told".</summary>
public readonly record struct ShareCounts
{
    /// <summary>Taken by the pool.</summary>
    public uint? Accepted { get; init; }

    /// <summary>Refused by the pool.</summary>
    public uint? Rejected { get; init; }

    /// <summary>Too late.</summary>
    public uint? Stale { get; init; }

    /// <summary>Failed the miner's own check.</summary>
    public uint? Invalid { get; init; }

    /// <summary>Accepted of all judged shares, percent; null without any.</summary>
    public double? AcceptedPercent
    {
        get
        {
            double all = (Accepted ?? 0d) + (Rejected ?? 0) + (Stale ?? 0) + (Invalid ?? 0);
            return Accepted is null || all == 0 ? null : 100 * Accepted.Value / all;
        }
    }
}
