using System.Globalization;
using BloxOs.Agent.Recovery.Heat;
using BloxOs.Catalog.Algorithms;
using BloxOs.Protocol;

namespace BloxOs.Agent.Recovery.Diagnosis;

/// <summary>
/// Tells the causes apart: finds in one snapshot what is wrong, and leaves out what is only the effect of something else. Remembers nothing; how
/// long a fault has to last before something is done about it is the ladder's business.
/// </summary>
/// <param name="floors">What is normal on this rig.</param>
internal sealed class RigDiagnosis(IFloors floors)
{
    /// <summary>A miner that runs for less is not judged: it makes its tables and fills its caches.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(5);

    /// <summary>A miner that tells no hashrate after this makes none.</summary>
    public static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(15);

    /// <summary>An API that is silent for longer hangs.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    /// <summary>Without an accepted share for this long, and for twenty times the usual, the pool takes nothing.</summary>
    public static readonly TimeSpan LongestWithoutShare = TimeSpan.FromMinutes(30);

    /// <summary>A pool that accepted a share within this works.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    /// <summary>Answers come with samples; one that is left out is nothing.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Ends by itself from which on a miner is in a crash loop.</summary>
    public const int CrashLoopExits = 3;

    /// <summary>Waiting work per hardware thread from which on the load is high.</summary>
    public const double HighLoadPerThread = 4;

    /// <summary>°C below a limit from which on a card counts as near it.</summary>
    public const double NearLimitCelsius = 3;

    const double UsualShares = 20;

    /// <summary>Finds the faults.</summary>
    public Findings Find(RigView rig, RecoveryPolicy policy)
    {
        var faults = new List<Fault>();
        var healthy = new HashSet<string>(StringComparer.Ordinal);
        if (NetworkDown(rig) is { } network) { faults.Add(network); }
        var dead = rig.Gpus.Where(g => g.Fault is not null).ToDictionary(g => g.BusId, StringComparer.Ordinal);
        foreach (var gpu in dead.Values) { faults.Add(new(Cause.DeadGpu, null, gpu.BusId, $"card {gpu.BusId} is dead: {gpu.Fault}")); }
        var hot = rig.Gpus.Where(g => IsHot(g, policy.Heat)).ToDictionary(g => g.BusId, StringComparer.Ordinal);
        foreach (var gpu in hot.Values) { faults.Add(new(Cause.Overheating, null, gpu.BusId, HeatText(gpu))); }
        foreach (var miner in rig.Miners)
        {
            var found = OfMiner(miner, rig, policy, faults[..], miner.Cards.Any(dead.ContainsKey), miner.Cards.Any(hot.ContainsKey));
            if (found.Fault is { } fault) { faults.Add(fault); }
            if (found.Healthy) { healthy.Add(miner.Name); }
        }
        faults.AddRange(OfMachine(rig, healthy));
        var cards = rig.Gpus.Where(g => g.Answers && g.Fault is null && !hot.ContainsKey(g.BusId)).Select(g => g.BusId).ToHashSet(StringComparer.Ordinal);
        bool machine = faults.All(f => f.Cause is not (Cause.HighLoad or Cause.DiskReadOnly)) && rig is { Load1: not null, DiskWritable: not false };
        return new([.. faults.OrderBy(f => f.Cause)], healthy, cards, machine);
    }

    (Fault? Fault, bool Healthy) OfMiner(
        MinerView miner, RigView rig, RecoveryPolicy policy, IReadOnlyList<Fault> before, bool hasDead, bool hasHot)
    {
        bool network = before.Any(f => f.Cause == Cause.NetworkDown);
        if (PoolDown(miner, network) is { } pool) { return (network ? null : pool, false); }
        // A pool that nobody can reach makes miners slow, silent and mortal; so does a card that died or is being held.
        if (network || hasDead) { return (null, false); }
        if (CrashLoop(miner) is { } crash) { return (crash, false); }
        if (miner.RunningFor is not { } running || running < WarmUp) { return (null, false); }
        if (miner.SilentFor is { } silent && silent > LongestSilence) { return (Hung(miner, silent), false); }
        if (hasHot) { return (null, false); }
        double? hashrate = miner.Hashrate ?? (miner.SilentFor is not null && running > LongestStart ? 0 : null);
        if (hashrate is not { } made) { return (null, miner.SilentFor is null); }
        var slow = Slow(miner, made, policy);
        return (slow, slow is null);
    }

    static Fault? NetworkDown(RigView rig)
    {
        bool poolsFail = rig.Miners.Any(m => m.PoolAnswers == false || m.PoolConnected == false) && !rig.Miners.Any(m => m.PoolAnswers == true || m.PoolConnected == true);
        return rig.OutsideReachable == false && (poolsFail || rig.Miners.All(m => m.PoolAnswers is null && m.PoolConnected is null))
            ? new(Cause.NetworkDown, null, null, "neither a pool nor the server can be reached")
            : null;
    }

    static Fault? PoolDown(MinerView miner, bool networkDown)
    {
        if (miner.State is MinerStates.Stopped or MinerStates.Held) { return null; }
        string pool = miner.Pool ?? "its pool";
        if (miner.PoolConnected == false)
        {
            return new(Cause.PoolDown, miner.Name, null, miner.PoolAnswers == true
                ? $"{miner.Name} is not connected to {pool}, though that port answers"
                : $"{miner.Name} is not connected to {pool}");
        }
        // A miner that says it is connected knows better than a connection of the agent's own.
        if (miner is { PoolAnswers: false, PoolConnected: null } && (networkDown || !miner.TookShareLately))
        {
            return new(Cause.PoolDown, miner.Name, null, $"{pool} of {miner.Name} does not answer");
        }
        return miner is { NoShareFor: { } without, ShareEvery: { } every, Hashrate: > 0 } && without > LongestWithoutShare && without > UsualShares * every
            ? new(Cause.PoolDown, miner.Name, null, $"{pool} accepted no share of {miner.Name} for {Minutes(without)}")
            : null;
    }

    static Fault? CrashLoop(MinerView miner)
    {
        bool loops = miner.State == MinerStates.Failed || (miner.State == MinerStates.Waiting && miner.Exits >= CrashLoopExits);
        if (!loops) { return null; }
        string last = miner.LastEnd is { } end ? $", last: {end}" : "";
        if (miner.Exits == 0) { return new(Cause.CrashLoop, miner.Name, null, $"{miner.Name} does not start{(miner.LastEnd is { } why ? $": {why}" : "")}"); }
        return new(Cause.CrashLoop, miner.Name, null, $"{miner.Name} ended by itself {miner.Exits} times{last}");
    }

    static Fault Hung(MinerView miner, TimeSpan silent) =>
        new(Cause.HungApi, miner.Name, null, $"{miner.Name} runs, but has not answered for {Minutes(silent)}");

    Fault? Slow(MinerView miner, double made, RecoveryPolicy policy)
    {
        double share = policy.LowHashratePercent / 100;
        string? card = SlowestCard(miner, share);
        if (miner.LeastHashrate is { } least)
        {
            return made >= least ? null : Low(miner, card, $"makes {Text(miner, made)}, the set floor is {Text(miner, least)}");
        }
        if (floors.Normal(miner.Work) is { } normal && made < normal * share)
        {
            return Low(miner, card, $"makes {Text(miner, made)} of the usual {Text(miner, normal)}");
        }
        if (card is not null)
        {
            return Low(miner, card, $"makes {Text(miner, miner.CardHashrates[card])} of the usual {Text(miner, floors.Normal(miner.Work, card) ?? 0)} on card {card}");
        }
        return made == 0 ? Low(miner, null, "makes nothing") : null;
    }

    static Fault Low(MinerView miner, string? card, string what) => new(Cause.LowHashrate, miner.Name, card, $"{miner.Name} {what}");

    /// <summary>The card that is furthest below its own usual; null when none is, or when most are: then no single card is to blame.</summary>
    string? SlowestCard(MinerView miner, double share)
    {
        var slow = new List<(string BusId, double Ratio)>();
        foreach (var (busId, made) in miner.CardHashrates)
        {
            if (floors.Normal(miner.Work, busId) is { } normal and > 0 && made < normal * share) { slow.Add((busId, made / normal)); }
        }
        return slow.Count > 0 && slow.Count * 2 <= miner.CardHashrates.Count ? slow.MinBy(s => s.Ratio).BusId : null;
    }

    static IEnumerable<Fault> OfMachine(RigView rig, HashSet<string> healthy)
    {
        // A load under which every miner makes what it should is none that a boot need lower.
        bool allWell = rig.Miners.Count > 0 && rig.Miners.All(m => healthy.Contains(m.Name));
        if (!allWell && rig is { Load1: { } load, CpuThreads: > 0 and var threads })
        {
            // Threads that mine on purpose are not waiting for anything, nor is the one that many miners let spin for each card.
            int mining = rig.Miners.Where(m => m.RunningFor is not null).Sum(m => m.CpuThreads + m.Cards.Count);
            if (load - mining > HighLoadPerThread * threads)
            {
                yield return new(Cause.HighLoad, null, null, string.Create(CultureInfo.InvariantCulture, $"the load is {load:0.0} with {threads} threads"));
            }
        }
        if (rig.DiskWritable == false) { yield return new(Cause.DiskReadOnly, null, null, "the agent's folder cannot be written: full, read-only or broken disk"); }
    }

    static bool IsHot(GpuView gpu, HeatLimits limits) =>
        gpu.HeldForHeat || gpu.CoreCelsius >= limits.CoreCelsius - NearLimitCelsius
        || gpu.HotspotCelsius >= limits.HotspotCelsius - NearLimitCelsius || gpu.MemoryCelsius >= limits.MemoryCelsius - NearLimitCelsius;

    static string HeatText(GpuView gpu)
    {
        string[] known = [.. new[] { ("core", gpu.CoreCelsius), ("hotspot", gpu.HotspotCelsius), ("memory", gpu.MemoryCelsius) }
            .Where(t => t.Item2 is not null).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Item1} {t.Item2:0} °C"))];
        return $"card {gpu.BusId} is too hot: {(known.Length == 0 ? "held by the guard, temperature not known" : string.Join(", ", known))}";
    }

    static string Minutes(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min");

    static string Text(MinerView miner, double hashrate) => HashrateText.Of(hashrate, AlgorithmCatalog.Get(miner.Algorithm)).ToString();
}
