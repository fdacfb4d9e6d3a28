using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>A farm that nobody has, for people who are not signed in: made-up readings, drawn by everything that draws real ones.</summary>
internal static class ShownFarm
{
    const string Id = "shown";
    const int Watts = 118, HotWatts = 31;

    static readonly DateTimeOffset s_now = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);

    static readonly (string Name, string Tag, RigStatus Status, string Algorithm, string Coin, string Miner, string Version, double PerCard, int Cards, int Hours, uint Rejected)[] s_rigs =
    [
        ("ash-04", "cellar", RigStatus.Offline, "kawpow", "RVN", "T-Rex", "0.26.8", 27.2e6, 8, 0, 4),
        ("fir-09", "hall", RigStatus.Recovering, "etchash", "ETC", "lolMiner", "1.98", 97.4e6, 10, 1, 9),
        ("oak-07", "garage", RigStatus.Mining, "kawpow", "RVN", "T-Rex", "0.26.8", 46.0e6, 8, 98, 11),
        ("pine-11", "attic", RigStatus.Inactive, "kawpow", "RVN", "T-Rex", "0.26.8", 0, 8, 96, 3),
        ("elm-02", "garage", RigStatus.Mining, "kawpow", "RVN", "T-Rex", "0.26.8", 45.8e6, 6, 284, 9),
        ("ash-01", "cellar", RigStatus.Mining, "kawpow", "RVN", "T-Rex", "0.26.8", 27.5e6, 8, 40, 8),
        ("birch-01", "attic", RigStatus.Mining, "octopus", "CFX", "Rigel", "1.19.1", 62.2e6, 6, 329, 5),
        ("birch-02", "attic", RigStatus.Mining, "octopus", "CFX", "Rigel", "1.19.1", 62.4e6, 6, 329, 4),
        ("fir-01", "garage", RigStatus.Mining, "etchash", "ETC", "lolMiner", "1.98", 97.6e6, 10, 230, 6),
        ("fir-02", "garage", RigStatus.Mining, "etchash", "ETC", "lolMiner", "1.98", 97.1e6, 10, 230, 7),
        ("fir-03", "garage", RigStatus.Mining, "etchash", "ETC", "lolMiner", "1.98", 96.9e6, 10, 229, 6),
        ("oak-01", "garage", RigStatus.Mining, "kawpow", "RVN", "T-Rex", "0.26.8", 46.3e6, 8, 510, 9),
        ("oak-02", "garage", RigStatus.Mining, "kawpow", "RVN", "T-Rex", "0.26.8", 46.1e6, 8, 510, 3),
        ("oak-03", "garage", RigStatus.Mining, "kawpow", "RVN", "T-Rex", "0.26.8", 46.2e6, 8, 510, 7),
        ("yew-01", "hall", RigStatus.Mining, "blake3", "ALPH", "Rigel", "1.19.1", 2.42e9, 9, 744, 5),
        ("yew-02", "hall", RigStatus.Mining, "blake3", "ALPH", "Rigel", "1.19.1", 2.41e9, 9, 744, 8),
    ];

    static ShownFarm()
    {
        var rigs = s_rigs.Select(static (_, i) => ViewOf(i)).ToList();
        List<RigFacts> facts = [.. RigOrder.Apply(rigs.Select(static rig => new RigFacts(rig, HeatBands.Of(null))), null)];
        var settings = new FarmSettings { Name = "Garage North", PricePerKilowattHour = 0.12m, Currency = "USD" };
        Head = FarmHead.Of(Id, settings.Name, FarmTotalsOf.Rigs(rigs.Select(RigSums.Of)), settings, facts);
        Rows = facts.ConvertAll(static rig => Inert(RigRow.Of(rig, s_now)));
    }

    /// <summary>Its name and totals.</summary>
    public static FarmHead Head { get; }

    /// <summary>Its rigs, the worst first; their links lead nowhere.</summary>
    public static IReadOnlyList<RigRow> Rows { get; }

    static RigRow Inert(RigRow row) => row with { Href = "#", Gpus = [.. row.Gpus.Select(static cell => cell with { Href = "#" })] };

    static RigView ViewOf(int at)
    {
        var rig = s_rigs[at];
        string id = $"{Id}-{rig.Name}";
        GpuReading[] cards = [.. Enumerable.Range(0, rig.Cards).Select(card => CardOf(rig.Name, at, card, rig.PerCard > 0))];
        return new(
            new() { RigId = id, FarmId = Id, Name = rig.Name, Tags = [rig.Tag], Inventory = new() { Gpus = [.. cards.Select(static card => new GpuDescription { Index = card.Index, Model = "", BusId = "" })] } },
            new() { RigId = id, Status = rig.Status, StatusSince = s_now.AddMinutes(-6), LastSeenAt = s_now.AddSeconds(rig.Status == RigStatus.Offline ? -492 : -1 - at % 3), Sample = RigSample.Of(StatsOf(rig, cards, at)) });
    }

    static RigStats StatsOf((string Name, string Tag, RigStatus Status, string Algorithm, string Coin, string Miner, string Version, double PerCard, int Cards, int Hours, uint Rejected) rig, GpuReading[] cards, int at)
    {
        GpuWorkReading[] hashing = [.. cards.Where(static card => card.Fault is null).Select(card => new GpuWorkReading { Index = card.Index, Hashrate = rig.PerCard * SlowedBy(rig.Name, card.Index) * (1 + (Wave(at, card.Index, 5) - 2) / 400d) })];
        return new()
        {
            Sequence = 1,
            At = s_now,
            UptimeSeconds = rig.Hours * 3600L + (at * 431) % 3600,
            Gpus = cards,
            Work =
            [
                new()
                {
                    Miner = rig.Miner, Version = rig.Version, Algorithm = rig.Algorithm, Coin = rig.Coin, UptimeSeconds = rig.Hours * 3400L, Hashrate = hashing.Sum(static card => card.Hashrate),
                    Shares = new() { Accepted = 1_100, Rejected = rig.Rejected }, Gpus = hashing,
                },
            ],
        };
    }

    /// <summary>The cards that are told of: one that fell off the bus, one too hot, one whose memory suffers.</summary>
    static GpuReading CardOf(string rig, int at, int card, bool works)
    {
        short core = (short)(works ? 49 + Wave(at, card, 10) : 30 + Wave(at, card, 6));
        var usual = new GpuReading
        {
            Index = (byte)card, CoreCelsius = core, HotspotCelsius = works ? (short)(core + 11 + Wave(card, at, 5)) : null, MemoryCelsius = works ? (short)(core + 16 + Wave(card, at + 1, 6)) : null,
            FanPercent = (byte)(works ? 52 + Wave(at, card + 3, 15) : 30), PowerWatts = works ? Watts + Wave(at, card, 9) : 24,
        };
        return (rig, card) switch
        {
            ("fir-09", 3) => new() { Index = usual.Index, Fault = "Xid 79" },
            ("oak-07", 3) => usual with { CoreCelsius = 82, HotspotCelsius = 96, MemoryCelsius = 104, FanPercent = 100, PowerWatts = Watts + HotWatts },
            ("oak-07", 5) => usual with { CoreCelsius = 63, HotspotCelsius = 77, MemoryCelsius = 88, FanPercent = 72 },
            ("elm-02", 1) => usual with { CoreCelsius = 76, HotspotCelsius = 95, MemoryCelsius = 94, FanPercent = 92, PowerWatts = Watts + HotWatts },
            _ => usual,
        };
    }

    static double SlowedBy(string rig, int card) => (rig, card) is ("oak-07", 3) ? 0.79 : 1;

    static int Wave(int a, int b, int size) => (a * 7 + b * 5 + a * b % 3) % size;
}
