using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Recovery;

/// <summary>Snapshots of a rig with four cards and one miner, well unless a test says otherwise.</summary>
internal static class Rigs
{
    public const string Card0 = "0000:01:00.0", Card1 = "0000:02:00.0", Card2 = "0000:03:00.0", Card3 = "0000:04:00.0";
    public const double Normal = 120e6, NormalCard = 30e6;

    public static readonly string[] Cards = [Card0, Card1, Card2, Card3];

    public static MinerView Miner { get; } = new("main", MinerStates.Running)
    {
        Work = "main/trex/kawpow",
        Algorithm = "kawpow",
        Cards = Cards,
        CanLeaveCardsOut = true,
        RunningFor = TimeSpan.FromHours(1),
        SilentFor = TimeSpan.Zero,
        Hashrate = Normal,
        CardHashrates = Cards.ToDictionary(c => c, _ => NormalCard),
        NoShareFor = TimeSpan.FromSeconds(10),
        ShareEvery = TimeSpan.FromSeconds(20),
        Pool = "pool.example:4444",
        PoolConnected = true,
        PoolAnswers = true,
        Pools = 3,
        HasWorked = true,
        HasAnswered = true,
        ReachedFloor = true,
    };

    public static RigView Well { get; } = new()
    {
        Gpus = [.. Cards.Select(c => new GpuView(c) { Answers = true, CoreCelsius = 60, MemoryCelsius = 80, HotspotCelsius = 75 })],
        Miners = [Miner],
        OutsideReachable = true,
        Load1 = 1,
        CpuThreads = 4,
        DiskWritable = true,
    };

    public static RigView With(this RigView rig, Func<MinerView, MinerView> change) => rig with { Miners = [change(rig.Miners[0])] };

    public static RigView WithGpu(this RigView rig, string busId, Func<GpuView, GpuView> change) =>
        rig with { Gpus = [.. rig.Gpus.Select(g => g.BusId == busId ? change(g) : g)] };

    public static RigView Dead(this RigView rig, string busId) => rig.WithGpu(busId, g => new(g.BusId) { Fault = "GPU is lost" });

    public static MinerView WithCard(this MinerView miner, string busId, double made) =>
        miner with { CardHashrates = miner.CardHashrates.ToDictionary(c => c.Key, c => c.Key == busId ? made : c.Value), Hashrate = Normal - NormalCard + made };

    /// <summary>Floors of a rig that made <see cref="Normal"/> for long.</summary>
    public static IFloors Floors { get; } = new FixedFloors();

    sealed class FixedFloors : IFloors
    {
        public double? Normal(string work, string? busId = null) => busId is null ? Rigs.Normal : NormalCard;
    }
}
