using BloxOs.Catalog.Algorithms;
using BloxOs.Data.History;

namespace BloxOs.Web.History;

/// <summary>Makes charts of what the history answers.</summary>
/// <param name="answer">Readings.</param>
/// <param name="shares">Shares, in fewer and longer steps: of every sample they are 0 or 1.</param>
internal sealed class ChartMaker(HistoryAnswer answer, HistoryAnswer shares)
{
    const int Colors = 6;

    /// <summary>What a rig's charts of the whole are made of.</summary>
    public static HistoryMetric[] RigMetrics { get; } =
    [
        HistoryMetric.Hashrate, HistoryMetric.WorkHashrate, HistoryMetric.CoreCelsius, HistoryMetric.HotspotCelsius, HistoryMetric.MemoryCelsius, HistoryMetric.CpuCelsius,
        HistoryMetric.PowerWatts, HistoryMetric.CpuPowerWatts, HistoryMetric.FanPercent, HistoryMetric.FanRpm,
    ];

    /// <summary>What a rig's charts per card are made of.</summary>
    public static HistoryMetric[] CardMetrics { get; } =
    [
        HistoryMetric.GpuHashrate, HistoryMetric.CoreCelsius, HistoryMetric.HotspotCelsius, HistoryMetric.MemoryCelsius, HistoryMetric.GpuPowerWatts, HistoryMetric.FanPercent, HistoryMetric.FanRpm,
    ];

    /// <summary>What a farm's charts are made of.</summary>
    public static HistoryMetric[] FarmMetrics { get; } = [HistoryMetric.Hashrate, HistoryMetric.PowerWatts, HistoryMetric.RigsReporting, HistoryMetric.GpusReporting];

    /// <summary>Shares of a rig or farm.</summary>
    public static HistoryMetric[] ShareMetrics { get; } = [HistoryMetric.Accepted, HistoryMetric.Rejected, HistoryMetric.Stale, HistoryMetric.Invalid];

    /// <summary>Shares of cards, and those of the rig, of which a miner may count some for no card.</summary>
    public static HistoryMetric[] CardShareMetrics { get; } = [HistoryMetric.GpuAccepted, HistoryMetric.GpuRejected, HistoryMetric.GpuStale, HistoryMetric.GpuInvalid, .. ShareMetrics];

    /// <summary>The rig as a whole.</summary>
    public List<Chart> Rig()
    {
        var charts = Hashrates("rig").ToList();
        bool hasCards = Of(HistoryMetric.CoreCelsius).Any() || Of(HistoryMetric.MemoryCelsius).Any();
        AddIfAny(charts, Readings("temps", hasCards ? "Highest temperatures, °C" : "Processor, °C", "°C",
        [
            ChartColumns.Highest(Of(HistoryMetric.CoreCelsius), "core", 1), ChartColumns.Highest(Of(HistoryMetric.HotspotCelsius), "hotspot", 2),
            ChartColumns.Highest(Of(HistoryMetric.MemoryCelsius), "memory", 5), ChartColumns.Highest(Of(HistoryMetric.CpuCelsius), "processor", 6),
        ]));
        AddIfAny(charts, Readings("power", "Power, W", "W",
            [ChartColumns.Sum(Of(HistoryMetric.PowerWatts), "rig", 1), ChartColumns.Sum(Of(HistoryMetric.CpuPowerWatts), "processor", 3)]) with { FromZero = true });
        AddIfAny(charts, Readings("fans", "Fastest fan, %", "%", [ChartColumns.Highest(Of(HistoryMetric.FanPercent), "fan", 1)]) with { FromZero = true });
        AddIfAny(charts, Readings("turns", "Fastest fan, rpm", "rpm", [ChartColumns.Highest(TurnsOnly(), "fan", 1)]) with { FromZero = true });
        AddIfAny(charts, Shares());
        return charts;
    }

    /// <summary>Hashrate of the rig's first algorithm, also beside charts per card; null without any.</summary>
    public Chart? RigHash() => Hashrates("rig").FirstOrDefault();

    /// <summary>Each card.</summary>
    /// <param name="cardOf">Number of a card by its bus id, and its name.</param>
    public List<Chart> Cards(Func<string, (int Order, string Name)> cardOf)
    {
        var charts = new List<Chart>();
        foreach (var group in Of(HistoryMetric.GpuHashrate).GroupBy(static one => one.Label.Algorithm))
        {
            var algorithm = AlgorithmCatalog.Get(group.Key);
            var (divisor, unit, digits) = HashrateScale.Of(ChartColumns.Most(group), algorithm);
            AddIfAny(charts, new($"hash-{algorithm.Id}", $"{algorithm.Title}, {unit}", unit, digits, answer.Times, answer.Step, PerCard(group, cardOf, divisor)) { Divisor = divisor });
        }
        foreach (var (id, title, unit, metric) in ((string, string, string, HistoryMetric)[])
        [
            ("core", "Core, °C", "°C", HistoryMetric.CoreCelsius), ("hotspot", "Hotspot, °C", "°C", HistoryMetric.HotspotCelsius), ("memory", "Memory, °C", "°C", HistoryMetric.MemoryCelsius),
            ("power", "Power, W", "W", HistoryMetric.GpuPowerWatts), ("fans", "Fan, %", "%", HistoryMetric.FanPercent),
        ])
        {
            AddIfAny(charts, Readings(id, title, unit, PerCard(Of(metric), cardOf, 1)));
        }
        AddIfAny(charts, Readings("turns", "Fan, rpm", "rpm", PerCard(TurnsOnly(), cardOf, 1)));
        AddIfAny(charts, CardCounts("shares", "Shares accepted", cardOf, [HistoryMetric.GpuAccepted], [HistoryMetric.Accepted]));
        AddIfAny(charts, CardCounts("refused", "Shares rejected, stale or invalid", cardOf,
            [HistoryMetric.GpuRejected, HistoryMetric.GpuStale, HistoryMetric.GpuInvalid], [HistoryMetric.Rejected, HistoryMetric.Stale, HistoryMetric.Invalid]));
        return charts;
    }

    /// <summary>A farm.</summary>
    public List<Chart> Farm()
    {
        var charts = Hashrates("farm").ToList();
        // Kilowatts with two digits: of a hundred rigs one that stops is still seen.
        AddIfAny(charts, new("power", "Power, kW", "kW", 2, answer.Times, answer.Step, Known([ChartColumns.Sum(Of(HistoryMetric.PowerWatts), "farm", 1, divisor: 1_000)])) { FromZero = true });
        AddIfAny(charts, Readings("rigs", "Rigs and cards reporting", "",
            [ChartColumns.Sum(Of(HistoryMetric.RigsReporting), "rigs", 1), ChartColumns.Sum(Of(HistoryMetric.GpusReporting), "cards", 6)]) with { FromZero = true });
        AddIfAny(charts, Shares());
        return charts;
    }

    IEnumerable<Chart> Hashrates(string whole)
    {
        foreach (var group in Of(HistoryMetric.Hashrate).GroupBy(static one => one.Label.Algorithm))
        {
            var algorithm = AlgorithmCatalog.Get(group.Key);
            var (divisor, unit, digits) = HashrateScale.Of(ChartColumns.Most(group), algorithm);
            var series = Known([ChartColumns.Sum(group, whole, 1, divisor)]);
            var miners = Of(HistoryMetric.WorkHashrate).Where(one => one.Label.Algorithm == group.Key).ToList();
            if (miners.Count > 1) { series.AddRange(miners.Select((one, i) => ChartColumns.Of(one, MinerName(one.Label, miners.Count(other => other.Label.Miner == one.Label.Miner) > 1), ColorOf(i + 1), divisor) with { Dashed = i + 1 >= Colors })); }
            if (series.Count > 0) { yield return new($"hash-{algorithm.Id}", $"{algorithm.Title}, {unit}", unit, digits, answer.Times, answer.Step, series) { FromZero = true, Divisor = divisor }; }
        }
    }

    Chart Shares() => Counts("shares", "Shares",
    [
        .. Known(
        [
            ChartColumns.Sum(SharesOf(HistoryMetric.Accepted), "accepted", 4), ChartColumns.Sum(SharesOf(HistoryMetric.Rejected), "rejected", 5),
            ChartColumns.Sum(SharesOf(HistoryMetric.Stale), "stale", 2), ChartColumns.Sum(SharesOf(HistoryMetric.Invalid), "invalid", 3),
        ]),
    ]);

    Chart Counts(string id, string title, IReadOnlyList<ChartSeries> series) =>
        new(id, title, "", 0, shares.Times, shares.Step, series) { FromZero = true, Columns = shares.Step > TimeSpan.Zero };

    /// <summary>Shares per card; where the rig has more than its cards together, the title says that they are not all.</summary>
    Chart CardCounts(string id, string title, Func<string, (int Order, string Name)> cardOf, HistoryMetric[] ofCards, HistoryMetric[] ofRig)
    {
        var cards = shares.Series.Where(one => ofCards.Contains(one.Label.Metric)).ToList();
        bool isAll = Total(cards) >= Total(shares.Series.Where(one => ofRig.Contains(one.Label.Metric)));
        return Counts(id, isAll ? title : $"{title}, as far as told per card", PerCard(cards, cardOf, 1));
    }

    static double Total(IEnumerable<HistorySeries> all) => all.SelectMany(static one => one.Average).Where(static value => !double.IsNaN(value)).Sum();

    Chart Readings(string id, string title, string unit, IReadOnlyList<ChartSeries?> series) =>
        new(id, title, unit, answer.Step > TimeSpan.Zero && unit is "°C" or "%" ? 1 : 0, answer.Times, answer.Step, Known(series));

    static List<ChartSeries> PerCard(IEnumerable<HistorySeries> all, Func<string, (int Order, string Name)> cardOf, double divisor) =>
    [
        .. all.Where(static one => one.Label.Gpu is not null).GroupBy(static one => one.Label.Gpu!)
            .Select(group => (Card: cardOf(group.Key), Series: (IEnumerable<HistorySeries>)group)).OrderBy(static one => one.Card.Order)
            // Bands of eight cards over one another would hide the lines.
            .Select((one, i) => ChartColumns.Sum(one.Series, one.Card.Name, ColorOf(i), divisor)! with { Low = null, High = null, Dashed = i / Colors % 2 == 1 }),
    ];

    IEnumerable<HistorySeries> Of(HistoryMetric metric) => answer.Series.Where(one => one.Label.Metric == metric);

    /// <summary>Turns of the fans of those cards that tell no percent: of the others they would say the same twice.</summary>
    IEnumerable<HistorySeries> TurnsOnly()
    {
        var told = Of(HistoryMetric.FanPercent).Select(static one => one.Label.Gpu).ToHashSet();
        return Of(HistoryMetric.FanRpm).Where(one => !told.Contains(one.Label.Gpu));
    }

    IEnumerable<HistorySeries> SharesOf(HistoryMetric metric) => shares.Series.Where(one => one.Label.Metric == metric);

    static List<ChartSeries> Known(IEnumerable<ChartSeries?> series) => [.. series.Where(static one => one?.Figures is not null).Select(static one => one!)];

    static void AddIfAny(List<Chart> charts, Chart chart)
    {
        if (chart.Series.Count > 0 && chart.Times.Length > 0) { charts.Add(chart); }
    }

    static int ColorOf(int index) => (index % Colors) + 1;

    /// <summary>With its number only where the same program runs more than once: of one the number means nothing to anybody.</summary>
    static string MinerName(SeriesLabel label, bool isOneOfMany) => !isOneOfMany || label.Instance == 0 ? label.Miner ?? "miner" : $"{label.Miner ?? "miner"} {label.Instance + 1}";
}
