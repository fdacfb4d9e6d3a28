namespace BloxOs.Grains.Rigs;

/// <summary>One sample of a rig, checked and clamped by the gateway. Arrays are never changed after construction.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-stats")]
public sealed class RigStats
{
    /// <summary>No sample yet.</summary>
    public static RigStats Empty { get; } = new();

    /// <summary>Counts up over the life of the rig.</summary>
    [Id(0)] public long Sequence { get; init; }

    /// <summary>When it was read; the server's time where the agent's clock is off (<see cref="ClockSkewed"/>).</summary>
    [Id(1)] public DateTimeOffset At { get; init; }

    /// <summary>The agent's clock was more than two minutes off.</summary>
    [Id(2)] public bool ClockSkewed { get; init; }

    /// <summary>A reading was outside what hardware can do and was clamped.</summary>
    [Id(3)] public bool Suspicious { get; init; }

    /// <summary>Seconds since the rig booted.</summary>
    [Id(4)] public long? UptimeSeconds { get; init; }

    /// <summary>A reading per card, by index.</summary>
    [Id(5)] public GpuReading[] Gpus { get; init; } = [];

    /// <summary>What is mined: an entry per miner instance and algorithm, the primary one first.</summary>
    [Id(6)] public WorkReading[] Work { get; init; } = [];

    /// <summary>Processor temperature, °C.</summary>
    [Id(7)] public float? CpuCelsius { get; init; }

    /// <summary>Load average over one minute.</summary>
    [Id(8)] public float? Load1 { get; init; }

    /// <summary>Processor power draw, watts.</summary>
    [Id(9)] public float? CpuWatts { get; init; }

    /// <summary>Memory in use, bytes.</summary>
    [Id(10)] public long? MemoryUsedBytes { get; init; }

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
}

/// <summary>Readings of one card; null is "no data". Temperatures in °C.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.gpu-reading")]
public readonly record struct GpuReading
{
    /// <summary><see cref="GpuDescription.Index"/>.</summary>
    [Id(0)] public byte Index { get; init; }

    /// <summary>Why the card is dead; null when it lives.</summary>
    [Id(1)] public string? Fault { get; init; }

    /// <summary>Core temperature.</summary>
    [Id(2)] public short? CoreCelsius { get; init; }

    /// <summary>Hotspot temperature.</summary>
    [Id(3)] public short? HotspotCelsius { get; init; }

    /// <summary>Memory temperature.</summary>
    [Id(4)] public short? MemoryCelsius { get; init; }

    /// <summary>Fan, percent.</summary>
    [Id(5)] public byte? FanPercent { get; init; }

    /// <summary>Fan, revolutions per minute.</summary>
    [Id(6)] public ushort? FanRpm { get; init; }

    /// <summary>Utilisation, percent.</summary>
    [Id(7)] public byte? UtilizationPercent { get; init; }

    /// <summary>Core clock, MHz.</summary>
    [Id(8)] public ushort? CoreMegahertz { get; init; }

    /// <summary>Memory clock, MHz.</summary>
    [Id(9)] public ushort? MemoryMegahertz { get; init; }

    /// <summary>Power draw, watts.</summary>
    [Id(10)] public float? PowerWatts { get; init; }

    /// <summary>Power limit in force, watts.</summary>
    [Id(11)] public float? PowerLimitWatts { get; init; }
}

/// <summary>What one miner instance does with one algorithm. Counters run since the miner started; null is "no data".</summary>
[GenerateSerializer, Immutable, Alias("bloxos.work-reading")]
public sealed class WorkReading
{
    /// <summary>Tells instances of the same miner apart.</summary>
    [Id(0)] public int Instance { get; init; }

    /// <summary>Name of the miner.</summary>
    [Id(1)] public string? Miner { get; init; }

    /// <summary>Its version.</summary>
    [Id(2)] public string? Version { get; init; }

    /// <summary>Algorithm id of the catalogue.</summary>
    [Id(3)] public string? Algorithm { get; init; }

    /// <summary>Coin, when it is known.</summary>
    [Id(4)] public string? Coin { get; init; }

    /// <summary>Pool.</summary>
    [Id(5)] public string? Pool { get; init; }

    /// <summary>Seconds since the miner started.</summary>
    [Id(6)] public long? UptimeSeconds { get; init; }

    /// <summary>Hashes per second of all cards; null while the miner starts.</summary>
    [Id(7)] public double? Hashrate { get; init; }

    /// <summary>Shares of all cards.</summary>
    [Id(8)] public ShareCounts Shares { get; init; }

    /// <summary>Processor threads that mine.</summary>
    [Id(9)] public int? CpuThreads { get; init; }

    /// <summary>Per card.</summary>
    [Id(10)] public GpuWorkReading[] Gpus { get; init; } = [];
}

/// <summary>What one card does in one <see cref="WorkReading"/>.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.gpu-work-reading")]
public readonly record struct GpuWorkReading
{
    /// <summary><see cref="GpuDescription.Index"/>.</summary>
    [Id(0)] public byte Index { get; init; }

    /// <summary>Hashes per second.</summary>
    [Id(1)] public double? Hashrate { get; init; }

    /// <summary>Shares of this card.</summary>
    [Id(2)] public ShareCounts Shares { get; init; }
}

/// <summary>Shares since the miner started; null is "not told".</summary>
[GenerateSerializer, Immutable, Alias("bloxos.share-counts")]
public readonly record struct ShareCounts
{
    /// <summary>Taken by the pool.</summary>
    [Id(0)] public uint? Accepted { get; init; }

    /// <summary>Refused by the pool.</summary>
    [Id(1)] public uint? Rejected { get; init; }

    /// <summary>Too late.</summary>
    [Id(2)] public uint? Stale { get; init; }

    /// <summary>Failed the miner's own check.</summary>
    [Id(3)] public uint? Invalid { get; init; }

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
