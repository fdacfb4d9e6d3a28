namespace BloxOs.Protocol.Tests;

/// <summary>One message of each kind, with every member set, so that a member that is added shows up in a golden file.</summary>
internal static class Samples
{
    public static Dictionary<string, object> All { get; } = new()
    {
        ["hello"] = new Hello { ProtocolVersion = 1, AgentVersion = "1.2.3", At = 1_700_000_000_001, Inventory = Inventory(), DesiredRevision = 3 },
        ["inventory"] = new InventoryChanged { Inventory = Inventory() },
        ["heartbeat"] = new Heartbeat { Number = 7, At = 1_700_000_000_002 },
        ["stats"] = Stats(42),
        ["backlog"] = new Backlog { Samples = [new() { Sequence = 1, At = 2 }, new() { Sequence = 3, At = 4, MemoryUsedBytes = 5 }] },
        ["live"] = new Live { Sample = new() { Sequence = 43, At = 5, MemoryUsedBytes = 6 } },
        ["welcome"] = new Welcome
        {
            RigId = "rig", RigName = "Näme", At = 1_700_000_000_003, Stored = 41, Settings = new() { HeartbeatSeconds = 10, StatsSeconds = 30, ReplaySamplesPerSecond = 10 },
        },
        ["ack"] = new Ack { Stored = 42, Heartbeat = 7 },
        ["commandState"] = new CommandState { Id = "c1", State = CommandStates.Failed, At = 1_700_000_000_005, Output = "no such miner", Cut = true },
        ["applied"] = new Applied
        {
            Revision = 3, Digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Refused = "revision 4: unknown miner", Recovering = "restarting gpu",
            Miners =
            [
                new()
                {
                    Name = "gpu", Miner = "t-rex", State = MinerStates.Waiting, Reason = "ended", Exits = 2, ExitCode = 139, NextStartInMilliseconds = 10_000,
                    LastLines = ["illegal memory access"], Quarantined = ["0000:0a:00.0"],
                },
            ],
        },
        ["minerLog"] = new MinerLog { Instance = "gpu", First = 17, Lines = ["a line"] },
        ["desired"] = new Desired
        {
            Revision = 3, Maintenance = false, Miners = [DesiredMiner()],
            Recovery = new() { Enabled = true, RebootsInSixHours = 3, LowHashratePercent = 70, StopCoreCelsius = 90, StopMemoryCelsius = 105 },
        },
        ["command"] = new Command
        {
            Id = "c1", Kind = CommandKinds.UpdateAgent, ExpiresInMilliseconds = 60_000, Instance = "gpu", Version = "1.2.4",
        },
        ["commandNoted"] = new CommandNoted { Id = "c1" },
        ["watchLog"] = new WatchLog { Instance = "gpu", After = 16, Seconds = 60 },
        ["settings"] = new Settings { HeartbeatSeconds = 5, StatsSeconds = 60, ReplaySamplesPerSecond = 1 },
    };

    public static byte[] ToUtf8(object message) =>
        message is AgentMessage fromAgent ? ProtocolJson.ToUtf8(fromAgent) : ProtocolJson.ToUtf8((ServerMessage)message);

    public static object? Read(object likeThis, ReadOnlySpan<byte> utf8) =>
        likeThis is AgentMessage ? ProtocolJson.ReadAgentMessage(utf8) : ProtocolJson.ReadServerMessage(utf8);

    static Inventory Inventory() => new()
    {
        HostName = "rig01", OperatingSystem = "Debian 12", Kernel = "6.1", BootId = "boot", Addresses = ["192.168.1.5"], CpuModel = "Ryzen", CpuThreads = 8,
        MemoryBytes = 8L << 30, Board = "ASRock H110 Pro BTC+", DiskBytes = 60_000_000_000, DiskReadOnly = false, CanReboot = true,
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

    static DesiredMiner DesiredMiner() => new()
    {
        Name = "gpu", Miner = "t-rex", Program = "t-rex/0.26.8/t-rex", Enabled = true, Devices = ["0000:0a:00.0"], CpuThreads = 4,
        Arguments = ["--intensity", "22"], LeastHashrate = 4e7,
        Algorithms =
        [
            new()
            {
                Algorithm = "kawpow", Coin = "RVN",
                Pools = [new() { Host = "pool.example.com", Port = 4444, Tls = true, User = "wallet", Worker = "rig01", Password = "x" }],
            },
        ],
    };

    static Stats Stats(long sequence) => new()
    {
        Sequence = sequence, At = 1_700_000_000_004, UptimeSeconds = 3600, MemoryUsedBytes = 1234, DiskFreeBytes = 5_000_000,
        Cpu = new() { Celsius = 45.5, Load1 = 0.25, BusyPercent = 12.5, PowerWatts = 65 },
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
        Events = [new() { At = 1_700_000_000_000, Kind = RigEventKinds.MinerEnded, Text = "exit status 139", BusId = "0000:0a:00.0", Instance = "gpu" }],
        Work =
        [
            new()
            {
                Instance = 0, Miner = "T-Rex", Version = "0.26", Algorithm = "kawpow", Coin = "RVN", Pool = "pool:1", UptimeSeconds = 60, Hashrate = 4.5e7,
                Accepted = 10, Rejected = 1, Stale = 2, Invalid = 3, Difficulty = 4.29, CpuThreads = 4,
                Gpus = [new() { Index = 0, Hashrate = 4.5e7, Accepted = 10, Rejected = 1, Stale = 2, Invalid = 3 }],
            },
        ],
    };
}
