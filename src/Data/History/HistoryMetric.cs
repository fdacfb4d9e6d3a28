namespace BloxOs.Data.History;

/// <summary>What is measured. The numbers are stored: they never change their meaning; 1 to 63. <see cref="HistoryMetrics"/> has unit and precision of each.</summary>
public enum HistoryMetric : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Core temperature of a card, °C.</summary>
    CoreCelsius = 1,

    /// <summary>Hotspot temperature of a card, °C.</summary>
    HotspotCelsius = 2,

    /// <summary>Memory temperature of a card, °C.</summary>
    MemoryCelsius = 3,

    /// <summary>Fan of a card, percent.</summary>
    FanPercent = 4,

    /// <summary>Fan of a card, revolutions per minute.</summary>
    FanRpm = 5,

    /// <summary>Use of a card, percent.</summary>
    UtilizationPercent = 6,

    /// <summary>Core clock of a card, MHz.</summary>
    CoreMegahertz = 7,

    /// <summary>Memory clock of a card, MHz.</summary>
    MemoryMegahertz = 8,

    /// <summary>Power draw of a card, watts.</summary>
    GpuPowerWatts = 9,

    /// <summary>Power limit of a card, watts.</summary>
    PowerLimitWatts = 10,

    /// <summary>Why a card's clocks are lower than they could be: bits.</summary>
    ThrottleReasons = 11,

    /// <summary>PCI Express generation of a card.</summary>
    PcieGeneration = 12,

    /// <summary>PCI Express lanes of a card.</summary>
    PcieWidth = 13,

    /// <summary>Packets sent again over PCI Express.</summary>
    PcieReplays = 14,

    /// <summary>Corrected memory errors.</summary>
    EccCorrected = 15,

    /// <summary>Memory errors that could not be corrected.</summary>
    EccUncorrected = 16,

    /// <summary>Number of the last Xid error since boot.</summary>
    LastXid = 17,

    /// <summary>1 while a card is dead, 0 while it answers.</summary>
    GpuDead = 18,

    /// <summary>Hashes per second of a card at one piece of work.</summary>
    GpuHashrate = 20,

    /// <summary>Shares of a card that the pool took.</summary>
    GpuAccepted = 21,

    /// <summary>Shares of a card that the pool refused.</summary>
    GpuRejected = 22,

    /// <summary>Shares of a card that came too late.</summary>
    GpuStale = 23,

    /// <summary>Shares of a card that failed the miner's own check.</summary>
    GpuInvalid = 24,

    /// <summary>Hashes per second of a piece of work, all cards.</summary>
    WorkHashrate = 30,

    /// <summary>Shares of a piece of work that the pool took.</summary>
    WorkAccepted = 31,

    /// <summary>Shares of a piece of work that the pool refused.</summary>
    WorkRejected = 32,

    /// <summary>Shares of a piece of work that came too late.</summary>
    WorkStale = 33,

    /// <summary>Shares of a piece of work that failed the miner's own check.</summary>
    WorkInvalid = 34,

    /// <summary>Seconds since the miner started.</summary>
    WorkUptimeSeconds = 35,

    /// <summary>Processor threads that mine.</summary>
    WorkCpuThreads = 36,

    /// <summary>Seconds since the rig booted.</summary>
    UptimeSeconds = 40,

    /// <summary>Memory in use, MiB.</summary>
    MemoryUsedMebibytes = 41,

    /// <summary>Processor temperature, °C.</summary>
    CpuCelsius = 42,

    /// <summary>Load average over one minute.</summary>
    Load1 = 43,

    /// <summary>Processor power draw, watts.</summary>
    CpuPowerWatts = 44,

    /// <summary>Processor use, percent.</summary>
    CpuBusyPercent = 45,

    /// <summary>Room left on the disk, MiB.</summary>
    DiskFreeMebibytes = 46,

    /// <summary>1 the agent's clock was off, 2 a reading was clamped: bits.</summary>
    SampleFlags = 47,

    /// <summary>The rig's own number of the sample. Internal: never in an answer.</summary>
    Sequence = 48,

    /// <summary>Power of all cards and the processor, watts; of a farm: of all its rigs.</summary>
    PowerWatts = 50,

    /// <summary>Hashes per second by algorithm: of a rig, all miners; of a farm, all rigs.</summary>
    Hashrate = 51,

    /// <summary>Shares by algorithm that the pool took.</summary>
    Accepted = 52,

    /// <summary>Shares by algorithm that the pool refused.</summary>
    Rejected = 53,

    /// <summary>Shares by algorithm that came too late.</summary>
    Stale = 54,

    /// <summary>Shares by algorithm that failed the miner's own check.</summary>
    Invalid = 55,

    /// <summary>Rigs of a farm that reported; 1 for a rig itself.</summary>
    RigsReporting = 56,

    /// <summary>Cards that answered.</summary>
    GpusReporting = 57,
}
