using BloxOs.Catalog.Algorithms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>What a rig mines, all its miner instances together: a speed per algorithm, never added across them.</summary>
internal sealed class RigWork
{
    /// <summary>Judged shares below which a percentage says nothing: one late share of ten is luck.</summary>
    public const double EnoughShares = 50;

    /// <summary>Sums up the work readings of one sample.</summary>
    public RigWork(RigStats stats)
    {
        var speeds = new List<AlgorithmSpeed>();
        foreach (var work in stats.Work)
        {
            int at = speeds.FindIndex(s => s.Algorithm.Id == AlgorithmCatalog.Get(work.Algorithm).Id);
            if (at < 0) { speeds.Add(new(AlgorithmCatalog.Get(work.Algorithm), work.Coin, work.Hashrate)); }
            else { speeds[at] = speeds[at] with { Hashrate = Sum(speeds[at].Hashrate, work.Hashrate) }; }
            Shares = Add(Shares, work.Shares);
        }
        Speeds = speeds;
        Miners = [.. stats.Work.Select(MinerName).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>In the order in which the miners report, the primary one first.</summary>
    public IReadOnlyList<AlgorithmSpeed> Speeds { get; }

    /// <summary>What the first miner does first.</summary>
    public AlgorithmSpeed? Primary => Speeds.Count > 0 ? Speeds[0] : null;

    /// <summary>The other half of dual mining, or what the processor does; of several the first that has a speed.</summary>
    public AlgorithmSpeed? Second => Speeds.Skip(1).FirstOrDefault(static one => one.Hashrate is not null) ?? (Speeds.Count > 1 ? Speeds[1] : null);

    /// <summary>Algorithms beyond the two that a row has place for.</summary>
    public int MoreSpeeds => Math.Max(0, Speeds.Count - 2);

    /// <summary>Every algorithm with its speed in its own unit: "Etchash 120 MH/s, kHeavyHash 1.20 GH/s, RandomX no data".</summary>
    public string SpeedsText => string.Join(", ", Speeds.Select(static one => $"{one.Algorithm.Title} {one.Text?.ToString() ?? "no data"}"));

    /// <summary>Name and version of each miner, "T-Rex 0.26.8".</summary>
    public IReadOnlyList<string> Miners { get; }

    /// <summary>Shares of all instances.</summary>
    public ShareCounts Shares { get; }

    /// <summary>Accepted of all judged shares; null while too few were judged.</summary>
    public double? JudgedPercent => JudgedShare(Shares);

    /// <summary>Coins or algorithms: "RVN · KawPow", "ERG + KAS", or null without any.</summary>
    public string? Title => Speeds.Count switch
    {
        0 => null,
        1 when Speeds[0].Coin is { Length: > 0 } coin => $"{coin} · {Speeds[0].Algorithm.Title}",
        _ => string.Join(" + ", Speeds.Select(s => s.Coin is { Length: > 0 } coin ? coin : s.Algorithm.Title)),
    };

    /// <summary>Name and version of a miner; null when it does not say who it is.</summary>
    public static string? MinerName(WorkReading work) => MinerName(work.Miner, work.Version);

    /// <summary>As above.</summary>
    public static string? MinerName(string? miner, string? version) => string.IsNullOrWhiteSpace(miner) ? null : $"{miner} {version}".TrimEnd();

    /// <summary>What one card does: its own speed in the first work that has it.</summary>
    public static (Algorithm Algorithm, double? Hashrate)? OfGpu(RigStats stats, int gpu)
    {
        foreach (var work in stats.Work)
        {
            foreach (var card in work.Gpus)
            {
                if (card.Index == gpu) { return (AlgorithmCatalog.Get(work.Algorithm), card.Hashrate); }
            }
        }
        return null;
    }

    /// <summary>Accepted of these shares in percent; null while too few were judged for that to mean something.</summary>
    public static double? JudgedShare(in ShareCounts shares) => Judged(shares) < EnoughShares ? null : shares.AcceptedPercent;

    /// <summary>Shares that the pool or the miner has judged.</summary>
    public static double Judged(in ShareCounts shares) =>
        (shares.Accepted ?? 0d) + (shares.Rejected ?? 0d) + (shares.Stale ?? 0d) + (shares.Invalid ?? 0d);

    /// <summary>Sum that stays "not told" where neither tells.</summary>
    public static ShareCounts Add(in ShareCounts a, in ShareCounts b) => new()
    {
        Accepted = Sum(a.Accepted, b.Accepted),
        Rejected = Sum(a.Rejected, b.Rejected),
        Stale = Sum(a.Stale, b.Stale),
        Invalid = Sum(a.Invalid, b.Invalid),
    };

    static double? Sum(double? a, double? b) => a is null && b is null ? null : (a ?? 0) + (b ?? 0);

    static uint? Sum(uint? a, uint? b) => a is null && b is null ? null : (uint)Math.Min(uint.MaxValue, (ulong)(a ?? 0) + (b ?? 0));
}
