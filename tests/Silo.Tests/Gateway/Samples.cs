using System.Text;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;
using BloxOs.Silo.Gateway;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>Samples and ways to read them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-22T12:00:00Z");

    /// <summary>A rig that mines with two cards.</summary>
    public static Stats Mining(long sequence, DateTimeOffset at, double hashrate = 30e6) => new()
    {
        Sequence = sequence,
        At = at.ToUnixTimeMilliseconds(),
        UptimeSeconds = 86_400,
        MemoryUsedBytes = 3L << 30,
        DiskFreeBytes = 7L << 30,
        Cpu = new() { Celsius = 55.5, Load1 = 1.25, BusyPercent = 12.7, PowerWatts = 65 },
        Gpus =
        [
            new()
            {
                Index = 0, CoreCelsius = 61, HotspotCelsius = 72, MemoryCelsius = 84, FanPercent = 70, FanRpm = 2_400, PowerWatts = 220.5,
                PowerLimitWatts = 230, CoreMegahertz = 1_410, MemoryMegahertz = 9_501, UtilizationPercent = 100, ThrottleReasons = 36,
                PcieGeneration = 3, PcieWidth = 1, PcieReplays = 9, EccCorrected = 2, EccUncorrected = 0, LastXid = 31,
            },
            new() { Index = 1, Fault = "Xid 79" },
        ],
        Work =
        [
            new()
            {
                Instance = 2, Miner = "T-Rex", Version = "0.26.8", Algorithm = "kawpow", Coin = "RVN", Pool = "pool.example:3333", UptimeSeconds = 3_600,
                Hashrate = hashrate, Accepted = 120, Rejected = 3, Stale = 2, Invalid = 1, Difficulty = 4.29e9, CpuThreads = 8,
                Gpus = [new() { Index = 0, Hashrate = hashrate, Accepted = 120, Rejected = 3, Stale = 2, Invalid = 1 }],
            },
        ],
    };

    /// <summary>What the gateway must make of <see cref="Mining"/>.</summary>
    public static RigStats MiningAsRead(long sequence, DateTimeOffset at, double hashrate = 30e6) => new()
    {
        Sequence = sequence,
        At = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()),
        UptimeSeconds = 86_400,
        MemoryUsedBytes = 3L << 30,
        CpuCelsius = 55.5f,
        Load1 = 1.25f,
        CpuWatts = 65,
        CpuBusyPercent = 12,
        DiskFreeBytes = 7L << 30,
        Gpus =
        [
            new()
            {
                Index = 0, CoreCelsius = 61, HotspotCelsius = 72, MemoryCelsius = 84, FanPercent = 70, FanRpm = 2_400, PowerWatts = 220.5f,
                PowerLimitWatts = 230, CoreMegahertz = 1_410, MemoryMegahertz = 9_501, UtilizationPercent = 100,
                ThrottleReasons = GpuThrottle.PowerLimit | GpuThrottle.Heat, PcieGeneration = 3, PcieWidth = 1, PcieReplays = 9, EccCorrected = 2, EccUncorrected = 0,
                LastXid = 31,
            },
            new() { Index = 1, Fault = "Xid 79" },
        ],
        Work =
        [
            new()
            {
                Instance = 2, Miner = "T-Rex", Version = "0.26.8", Algorithm = "kawpow", Coin = "RVN", Pool = "pool.example:3333", UptimeSeconds = 3_600,
                Hashrate = hashrate, Shares = Shares, Difficulty = 4.29e9, CpuThreads = 8, Gpus = [new() { Index = 0, Hashrate = hashrate, Shares = Shares }],
            },
        ],
    };

    static readonly ShareCounts Shares = new() { Accepted = 120, Rejected = 3, Stale = 2, Invalid = 1 };

    /// <summary>Reads a message at <see cref="Now"/>, from an agent whose clock is right.</summary>
    public static (List<RigStats> Samples, StatsReader Reader) Read(string json, TextPool? texts = null)
    {
        var reader = new StatsReader(texts ?? new());
        var samples = new List<RigStats>();
        reader.Read(Encoding.UTF8.GetBytes(json), new SampleClock(Now, TimeSpan.Zero), samples);
        return (samples, reader);
    }

    /// <summary>The one sample of a stats message with these members.</summary>
    public static RigStats One(string members) => Assert.Single(Read($$"""{"type":"stats","sequence":1,"at":{{Now.ToUnixTimeMilliseconds()}},{{members}}}""").Samples);
}
