using BloxOs.Data.History;
using BloxOs.Data.Timeline;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.History;

/// <summary>Reads what charts, ribbons and their figures show, past the grains.</summary>
internal sealed class HistoryBook(IHistoryReader history, ITimeline timeline, TimeProvider time)
{
    /// <summary>Steps of shares: columns that can be told apart.</summary>
    const int ShareSteps = 120;

    /// <summary>Points of what is drawn without a script.</summary>
    const int SketchPoints = 320;

    /// <summary>Points of rigs with very many series.</summary>
    const int FewPoints = 200;

    /// <summary>Most changes that are marked, and most trouble: that is not pushed out by a busy rig's other events.</summary>
    const int MostMarks = 200, MostTrouble = 1_000;

    const int MostStates = 2_000;

    static readonly TimeSpan s_spark = TimeSpan.FromDays(1);

    /// <summary>A farm whose line is shorter than this is new: what is not in its points yet would be a large part of it.</summary>
    static readonly TimeSpan s_young = TimeSpan.FromHours(3);

    /// <summary>Shortest stretch that its line shows.</summary>
    static readonly TimeSpan s_shortest = TimeSpan.FromMinutes(10);

    /// <summary>Steps so long do not tell when something began.</summary>
    static readonly TimeSpan s_vague = TimeSpan.FromMinutes(30);

    /// <summary>Reads a question; null when it is none.</summary>
    public HistoryRange? Range(string? range, string? from, string? to) => HistoryRange.Read(range, from, to, time.GetUtcNow());

    /// <summary>Charts of a rig.</summary>
    /// <param name="rig">The rig.</param>
    /// <param name="range">What they show.</param>
    /// <param name="perCard">Per card instead of the whole.</param>
    /// <param name="asTable">All at the same times, instead of shares in steps that can be seen.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    public async Task<ChartSheet> RigAsync(RigDescription rig, HistoryRange range, bool perCard, bool asTable, CancellationToken cancellation)
    {
        var readings = ReadAsync(rig.RigId, range, range.Points, perCard ? ChartMaker.CardMetrics : ChartMaker.RigMetrics, cancellation, bounds: !perCard);
        var shares = ReadAsync(rig.RigId, range, asTable ? range.Points : ShareSteps, perCard ? ChartMaker.CardShareMetrics : ChartMaker.ShareMetrics, cancellation);
        var events = EventsAsync(rig, range, cancellation);
        var maker = new ChartMaker(await readings, asTable ? await shares : ChartColumns.InSteps(await shares, range.Length / ShareSteps, range.From));
        return new(range, perCard ? maker.Cards(bus => CardOf(rig.Inventory, bus)) : maker.Rig(), (await events).All);
    }

    /// <summary>Charts of a farm; as in <see cref="RigAsync"/>.</summary>
    public async Task<ChartSheet> FarmAsync(string farmId, HistoryRange range, bool asTable, CancellationToken cancellation)
    {
        var readings = ReadFarmAsync(farmId, range, range.Points, ChartMaker.FarmMetrics, cancellation);
        var shares = ReadFarmAsync(farmId, range, asTable ? range.Points : ShareSteps, ChartMaker.ShareMetrics, cancellation);
        return new(range, new ChartMaker(await readings, await shares).Farm(), []);
    }

    /// <summary>What of a rig is shown without a script: ribbon and figures.</summary>
    /// <param name="rig">The rig.</param>
    /// <param name="range">What they show.</param>
    /// <param name="perCard">Charts per card.</param>
    /// <param name="path">Address of the page, to which links to other ranges lead.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    public async Task<RigHistory> SketchAsync(RigDescription rig, HistoryRange range, bool perCard, string path, CancellationToken cancellation)
    {
        // The ribbon has the rig's hashrate in both views.
        var readings = ReadAsync(rig.RigId, range, SketchPoints, perCard ? [.. ChartMaker.CardMetrics, HistoryMetric.Hashrate] : ChartMaker.RigMetrics, cancellation, bounds: !perCard);
        var shares = ReadAsync(rig.RigId, range, ShareSteps, perCard ? ChartMaker.CardShareMetrics : ChartMaker.ShareMetrics, cancellation);
        var states = timeline.FindAsync(new(rig.RigId, rig.FarmId, range.From, range.To, MostStates) { Statuses = true }, cancellation);
        var before = timeline.StatusAtAsync(rig.RigId, range.From, cancellation);
        var events = EventsAsync(rig, range, cancellation);
        var maker = new ChartMaker(await readings, await shares);
        var charts = perCard ? maker.Cards(bus => CardOf(rig.Inventory, bus)) : maker.Rig();
        var ribbon = RigRibbon.Of(range, await states, (await states).Count < MostStates ? await before : null, await events, (await readings).Times, maker.RigHash());
        // A rig that mines on its processor has nothing to show per card.
        var begins = await BeginsAsync(range, await readings, one => ReadAsync(rig.RigId, one, FewPoints, [HistoryMetric.UptimeSeconds], cancellation));
        return new(new(path, range, perCard || rig.Inventory.Gpus.Length > 0 ? perCard : null, $"/rigs/{rig.RigId}/charts") { Now = time.GetUtcNow(), Begins = begins }, ribbon, charts);
    }

    /// <summary>As <see cref="SketchAsync"/>, of what the request asks for; of the usual range when that makes no sense.</summary>
    public async Task<RigHistory> OfAsync(HttpContext http, RigDescription rig, string path)
    {
        var query = http.Request.Query;
        var range = (query.ContainsKey("range") || query.ContainsKey("from") ? Range(query["range"], query["from"], query["to"]) : null) ?? Range(await UsualAsync(rig, http.RequestAborted), null, null)!;
        return await SketchAsync(rig, range, query["view"] == "cards", path, http.RequestAborted);
    }

    /// <summary>The figures of a farm.</summary>
    public async Task<FarmHistory> SketchFarmAsync(string farmId, HistoryRange range, CancellationToken cancellation)
    {
        var readings = ReadFarmAsync(farmId, range, SketchPoints, ChartMaker.FarmMetrics, cancellation);
        var shares = ReadFarmAsync(farmId, range, ShareSteps, ChartMaker.ShareMetrics, cancellation);
        string path = $"/farms/{farmId}/charts";
        var begins = await BeginsAsync(range, await readings, one => ReadFarmAsync(farmId, one, FewPoints, [HistoryMetric.RigsReporting], cancellation));
        return new(new(path, range, null, path) { Now = time.GetUtcNow(), Begins = begins }, new ChartMaker(await readings, await shares).Farm());
    }

    /// <summary>A farm's last day in small; of a farm that is new, all that there is, with the samples of its rigs behind the points that are made.</summary>
    public async Task<FarmSpark> SparkAsync(FarmView farm, CancellationToken cancellation)
    {
        var to = time.GetUtcNow();
        var from = to - s_spark;
        var day = await history.ReadAsync(new(farm.FarmId, from, to, FarmSpark.Points, [HistoryMetric.Hashrate]), cancellation);
        var first = day.Times.Length > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(day.Times[0]) : to;
        if (farm.Rigs.Length == 0 || first < to - s_young || farm.Rigs.Min(static rig => rig.Description.CreatedAt) is var since && since <= from) { return FarmSpark.Of(day, from, to); }
        from = ((DateTimeOffset[])[since, first, to - s_shortest]).Min();
        var points = await ReadFarmAsync(farm.FarmId, new(from, to, null), FarmSpark.Points, [HistoryMetric.Hashrate], cancellation);
        var behind = points.Times.Length > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(points.Times[^1]) + points.Step : from;
        if (to - behind > FarmMinutes.Longest) { behind = to - FarmMinutes.Longest; }
        var minutes = await new FarmMinutes(history).ReadAsync([.. farm.Rigs.Select(static rig => rig.RigId)], behind, to, cancellation);
        var spark = FarmSpark.Of((HistoryAnswer[])[points, minutes], from, to);
        return farm.Rigs.Length > FarmMinutes.MostRigs && minutes.Series.Count > 0 ? spark.EstimatedFrom(FarmMinutes.MostRigs, farm.Rigs.Length) : spark;
    }

    /// <summary>When the data of a range begin, where most of it lies before that; null otherwise.</summary>
    static async Task<DateTimeOffset?> BeginsAsync(HistoryRange range, HistoryAnswer found, Func<HistoryRange, Task<HistoryAnswer>> read)
    {
        if (found.Times.Length == 0 || DateTimeOffset.FromUnixTimeMilliseconds(found.Times[0]) is var first && first - range.From < range.Length / 2) { return null; }
        if (found.Step < s_vague) { return first; }
        // A point of a year stands for a day: what is in the first one is looked at closer.
        var closer = await read(new(first, first + found.Step, null));
        return closer.Times.Length > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(closer.Times[0]) : first;
    }

    /// <summary>A rig that was added an hour ago has nothing to show of a day, unless it brought a past, as those of the demo do.</summary>
    async Task<string> UsualAsync(RigDescription rig, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var fits = HistoryRange.Presets.First(one => one.Length >= now - rig.CreatedAt || one.Key == HistoryRange.Usual);
        if (fits.Key == HistoryRange.Usual) { return fits.Key; }
        var before = await history.ReadAsync(new(rig.RigId, now - s_spark, rig.CreatedAt - s_shortest, 1, [HistoryMetric.UptimeSeconds]), cancellation);
        return before.Times.Length > 0 ? HistoryRange.Usual : fits.Key;
    }

    Task<HistoryAnswer> ReadFarmAsync(string farmId, HistoryRange range, int most, HistoryMetric[] metrics, CancellationToken cancellation) =>
        ReadAsync(FarmHistoryQuery.Of(farmId, range.From, range.To, most, metrics), cancellation);

    /// <summary>Lines of single cards are drawn without bounds: those of eight over one another would hide them.</summary>
    Task<HistoryAnswer> ReadAsync(string subject, HistoryRange range, int points, HistoryMetric[] metrics, CancellationToken cancellation, bool bounds = true) =>
        ReadAsync(new(subject, range.From, range.To, points, metrics) { Bounds = bounds }, cancellation);

    async Task<HistoryAnswer> ReadAsync(HistoryQuery query, CancellationToken cancellation)
    {
        try { return await history.ReadAsync(query, cancellation); }
        // A rig that changed its algorithm all day has more lines than there is room for at full length.
        catch (ArgumentException) when (query.MaxPoints > FewPoints) { return await history.ReadAsync(query with { MaxPoints = FewPoints }, cancellation); }
    }

    async Task<HistoryEvents> EventsAsync(RigDescription rig, HistoryRange range, CancellationToken cancellation)
    {
        var trouble = timeline.FindAsync(new(rig.RigId, rig.FarmId, range.From, range.To, MostTrouble) { Statuses = false, AtLeast = TimelineSeverity.Warning }, cancellation);
        var all = await timeline.FindAsync(new(rig.RigId, rig.FarmId, range.From, range.To, MostMarks) { Statuses = false }, cancellation);
        return HistoryEvents.Of(all, all.Count == MostMarks, await trouble, (await trouble).Count == MostTrouble);
    }

    /// <summary>A card that is not in the rig any more stands last, under its bus id.</summary>
    static (int Order, string Name) CardOf(RigInventory inventory, string bus)
    {
        var card = inventory.Gpus.FirstOrDefault(one => one.BusId == bus || $"#{one.Index}" == bus);
        return card is null ? (int.MaxValue, bus) : (card.Index, $"GPU {card.Index}");
    }
}
