using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Tests.Display;

/// <summary>Rigs to look at.</summary>
internal static class RigViews
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 18, 42, 7, TimeSpan.Zero);

    public static RigView Of(string name, RigStatus status, RigStats? stats = null, TimeSpan? silent = null, bool neverSeen = false, params string[] tags) => new(
        new()
        {
            RigId = "id-" + name,
            FarmId = "farm",
            Name = name,
            Tags = [.. tags],
            CreatedAt = Now.AddDays(-9),
            Inventory = new()
            {
                CpuModel = "AMD Ryzen 9 7950X 16-Core Processor",
                CpuThreads = 32,
                Gpus = [.. (stats?.Gpus ?? []).Select(g => new GpuDescription { Index = g.Index, Model = "NVIDIA GeForce RTX 3080", BusId = $"0000:{g.Index + 1:x2}:00.0", MemoryBytes = 10L << 30 })],
            },
        },
        new()
        {
            RigId = "id-" + name,
            Status = status,
            StatusSince = Now.AddMinutes(-6),
            LastSeenAt = neverSeen ? null : Now - (silent ?? TimeSpan.FromSeconds(2)),
            Sample = RigSample.Of(stats ?? RigStats.Empty),
        });

    public static RigStats Mining(params GpuReading[] gpus) => new()
    {
        Sequence = 1,
        UptimeSeconds = 353_580,
        Gpus = gpus,
        Work = [Work("kawpow", 46.1e6 * gpus.Length, gpus)],
    };

    public static WorkReading Work(string algorithm, double? hashrate, GpuReading[] gpus, uint accepted = 991, uint rejected = 9) => new()
    {
        Miner = "T-Rex",
        Version = "0.26.8",
        Algorithm = algorithm,
        Hashrate = hashrate,
        Shares = new() { Accepted = accepted, Rejected = rejected },
        Gpus = [.. gpus.Select(g => new GpuWorkReading { Index = g.Index, Hashrate = hashrate is null ? null : hashrate / gpus.Length })],
    };

    /// <summary>Cards of one model on one algorithm, each with a speed of its own, MH/s.</summary>
    public static RigStats Hashing(string algorithm, params double[] speeds) => new()
    {
        Sequence = 1,
        Gpus = [.. speeds.Select(static (_, i) => Gpu(i, 50))],
        Work = [new() { Miner = "T-Rex", Algorithm = algorithm, Hashrate = speeds.Sum() * 1e6, Gpus = [.. speeds.Select(static (speed, i) => new GpuWorkReading { Index = (byte)i, Hashrate = speed * 1e6 })] }],
    };

    public static GpuReading Gpu(int index, short core, short? hotspot = null, short? memory = null, byte? fan = 58, float? watts = 225) => new()
    {
        Index = (byte)index,
        CoreCelsius = core,
        HotspotCelsius = hotspot,
        MemoryCelsius = memory,
        FanPercent = fan,
        PowerWatts = watts,
    };
}
