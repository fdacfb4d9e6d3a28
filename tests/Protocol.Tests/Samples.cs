namespace BloxOs.Protocol.Tests;

/// <summary>One message of each kind, with every member set, so that a member that is added shows up in a golden file.</summary>
internal static class Samples
{
    public static Dictionary<string, object> All { get; } = new()
    {
        ["hello"] = new Hello { ProtocolVersion = 1, AgentVersion = "1.2.3", At = 1_700_000_000_001, Inventory = Inventory() },
        ["inventory"] = new InventoryChanged { Inventory = Inventory() },
        ["heartbeat"] = new Heartbeat { Number = 7, At = 1_700_000_000_002 },
        ["stats"] = Stats(42),
        ["backlog"] = new Backlog { Samples = [new() { Sequence = 1, At = 2 }, new() { Sequence = 3, At = 4, MemoryUsedBytes = 5 }] },
        ["welcome"] = new Welcome
        {
            RigId = "rig", RigName = "Näme", At = 1_700_000_000_003, Stored = 41, Settings = new() { HeartbeatSeconds = 10, StatsSeconds = 30 },
        },
        ["ack"] = new Ack { Stored = 42, Heartbeat = 7 },
        ["settings"] = new Settings { HeartbeatSeconds = 5, StatsSeconds = 60 },
    };

    public static byte[] ToUtf8(object message) =>
        message is AgentMessage fromAgent ? ProtocolJson.ToUtf8(fromAgent) : ProtocolJson.ToUtf8((ServerMessage)message);

    public static object? Read(object likeThis, ReadOnlySpan<byte> utf8) =>
        likeThis is AgentMessage ? ProtocolJson.ReadAgentMessage(utf8) : ProtocolJson.ReadServerMessage(utf8);

    static Inventory Inventory() => new()
    {
        HostName = "rig01", OperatingSystem = "Debian 12", Kernel = "6.1", BootId = "boot", Addresses = ["192.168.1.5"], CpuModel = "Ryzen", CpuThreads = 8,
        MemoryBytes = 8L << 30, Board = "ASRock H110 Pro BTC+", DiskBytes = 60_000_000_000, DiskReadOnly = false,
        Gpus =
        [
            new()
            {
                Index = 0, BusId = "0000:0a:00.0", Uuid = "GPU-1", Vendor = "nvidia", Model = "RTX 3080", MemoryBytes = 10L << 30,
                MemoryVendor = "micron", Board = "ASUS", PcieGenerationMax = 4, PcieWidthMax = 16, Vbios = "94.02", Driver = "570.1",
                PowerLimitMinWatts = 100, PowerLimitDefaultWatts = 320, PowerLimitMaxWatts = 336.5,
            },
        ],
    };

    static Stats Stats(long sequence) => new()
    {
        Sequence = sequence, At = 1_700_000_000_004, UptimeSeconds = 3600, MemoryUsedBytes = 1234, DiskFreeBytes = 5_000_000,
        Cpu = new() { Celsius = 45.5, Load1 = 0.25, BusyPercent = 12.5, PowerWatts = 65 },
        KernelEvents = [new() { Kind = "xid", Gpu = 1, Text = "NVRM: Xid (PCI:0000:0b:00): 79" }],
        Gpus =
        [
            new()
            {
                Index = 0, CoreCelsius = 60, HotspotCelsius = 70, MemoryCelsius = 80, FanPercent = 55, FanRpm = 1800, PowerWatts = 230.5, PowerLimitWatts = 250,
                CoreMegahertz = 1500, MemoryMegahertz = 9500, UtilizationPercent = 100, ThrottleReasons = 36, PcieGeneration = 3, PcieWidth = 1, PcieReplays = 9, EccCorrected = 2, EccUncorrected = 0,
                LastXid = 31,
            },
            new() { Index = 1, Fault = "GPU is lost" },
        ],
        Work =
        [
            new()
            {
                Instance = 0, Miner = "T-Rex", Version = "0.26", Algorithm = "kawpow", Coin = "RVN", Pool = "pool:1", UptimeSeconds = 60, Hashrate = 4.5e7,
                Accepted = 10, Rejected = 1, Stale = 2, Invalid = 3, CpuThreads = 4,
                Gpus = [new() { Index = 0, Hashrate = 4.5e7, Accepted = 10, Rejected = 1, Stale = 2, Invalid = 3 }],
            },
        ],
    };
}
