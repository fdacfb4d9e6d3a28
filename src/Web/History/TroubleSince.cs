using System.Collections.Concurrent;
using BloxOs.Data.History;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.History;

/// <summary>Since when cards of a rig are dead or too warm, or its pool refuses too much: read from its history once per trouble, past the grains.</summary>
internal sealed partial class TroubleSince(IHistoryReader history, TimeProvider time, ILogger<TroubleSince> logger)
{
    const int Points = 288, MostKept = 4_096;

    /// <summary>How far back it is looked; a longer trouble is "for over a day".</summary>
    public static readonly TimeSpan Back = TimeSpan.FromDays(1);

    /// <summary>A trouble that nobody asked after for this long is looked up anew: it may have ended in between.</summary>
    static readonly TimeSpan s_forget = TimeSpan.FromMinutes(1);

    static readonly HistoryMetric[] s_metrics = [HistoryMetric.CoreCelsius, HistoryMetric.HotspotCelsius, HistoryMetric.MemoryCelsius, HistoryMetric.FanPercent, HistoryMetric.FanRpm, HistoryMetric.GpuDead];

    /// <summary>What the history does not show yet is looked for again: a live reading is shown before its sample is stored.</summary>
    static readonly TimeSpan s_again = TimeSpan.FromSeconds(20);

    /// <summary>Who asks waits no longer; the answer is there when he asks next.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>A rig that said nothing for longer was not in trouble all the time.</summary>
    static readonly TimeSpan s_mostGap = TimeSpan.FromMinutes(15);

    readonly ConcurrentDictionary<(string RigId, RigNeed Need), Known> _known = new();

    sealed record Known(Task<TroubleStart?> Since, DateTimeOffset ReadAt, DateTimeOffset AskedAt);

    /// <summary>When it began; null when that is not known, or it is a trouble of another kind.</summary>
    public async Task<TroubleStart?> OfAsync(RigFacts rig)
    {
        if (rig.Need is not (RigNeed.DeadGpu or RigNeed.Critical or RigNeed.Hot or RigNeed.Rejects)) { return null; }
        var now = time.GetUtcNow();
        if (_known.Count >= MostKept) { _known.Clear(); }
        var key = (rig.View.RigId, rig.Need);
        bool isFresh = _known.TryGetValue(key, out var known) && now - known.AskedAt < s_forget && !(known.Since.IsCompleted && now - known.ReadAt >= s_again && await known.Since is null);
        known = isFresh ? known! with { AskedAt = now } : new(ReadAsync(rig, now), now, now);
        _known[key] = known;
        try { return await known.Since.WaitAsync(s_patience, time); }
        catch (TimeoutException) { return null; }
    }

    /// <summary>The start of the run of points, up to the last one, in which it was that bad.</summary>
    public static DateTimeOffset? Of(HistoryAnswer answer, RigFacts rig)
    {
        if (rig.Need == RigNeed.Rejects) { return OfRejects(answer, rig); }
        var least = rig.Need switch { RigNeed.DeadGpu => HeatBand.Dead, RigNeed.Critical => HeatBand.Critical, _ => HeatBand.Hot };
        var cards = answer.Series.Where(static one => one.Label.Gpu is not null).GroupBy(static one => one.Label.Gpu!)
            .Select(card => (Index: IndexOf(rig.View.Description.Inventory, card.Key), Columns: card.ToDictionary(static one => one.Label.Metric, static one => one.Max))).ToList();
        int first = answer.Times.Length;
        while (first > 0 && (first == answer.Times.Length || answer.Times[first] - answer.Times[first - 1] <= s_mostGap.TotalMilliseconds) && cards.Any(card => IsThatBad(rig.Bands, card.Index, card.Columns, first - 1, least))) { first--; }
        return first == answer.Times.Length ? null : DateTimeOffset.FromUnixTimeMilliseconds(answer.Times[first]);
    }

    async Task<TroubleStart?> ReadAsync(RigFacts rig, DateTimeOffset now)
    {
        try { return Of(await history.ReadAsync(new(rig.View.RigId, now - Back, now, Points, rig.Need == RigNeed.Rejects ? ChartMaker.ShareMetrics : s_metrics), CancellationToken.None), rig) is { } at ? new(at, at <= now - Back + s_mostGap) : null; }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogUnread(failure, rig.View.RigId);
            return null;
        }
    }

    /// <summary>Shares are judged by all since the miner's start: what was counted later is taken off, point by point.</summary>
    static DateTimeOffset? OfRejects(HistoryAnswer answer, RigFacts rig)
    {
        double accepted = rig.Work.Shares.Accepted ?? 0, judged = RigWork.Judged(rig.Work.Shares);
        int first = answer.Times.Length;
        while (first > 0 && judged >= RigWork.EnoughShares && 100 * accepted / judged < (double)rig.Bands.Accepted.Attention)
        {
            first--;
            foreach (var series in answer.Series)
            {
                double more = series.Average[first];
                if (double.IsNaN(more)) { continue; }
                judged -= more;
                if (series.Label.Metric == HistoryMetric.Accepted) { accepted -= more; }
            }
        }
        return first == answer.Times.Length ? null : DateTimeOffset.FromUnixTimeMilliseconds(answer.Times[first]);
    }

    static bool IsThatBad(HeatBands bands, int index, Dictionary<HistoryMetric, double[]> columns, int at, HeatBand least)
    {
        double Value(HistoryMetric metric) => columns.TryGetValue(metric, out double[]? column) ? column[at] : double.NaN;
        short? Celsius(HistoryMetric metric) => Value(metric) is var value && double.IsNaN(value) ? null : (short)Math.Round(value);
        if (least == HeatBand.Dead) { return Value(HistoryMetric.GpuDead) > 0; }
        var worst = bands.Of(new GpuReading
        {
            Index = (byte)index,
            CoreCelsius = Celsius(HistoryMetric.CoreCelsius),
            HotspotCelsius = Celsius(HistoryMetric.HotspotCelsius),
            MemoryCelsius = Celsius(HistoryMetric.MemoryCelsius),
            FanPercent = (byte?)Celsius(HistoryMetric.FanPercent),
            FanRpm = Value(HistoryMetric.FanRpm) is var turns && double.IsNaN(turns) ? null : (ushort)turns,
        }).Worst;
        return worst >= least;
    }

    static int IndexOf(RigInventory inventory, string bus) => inventory.Gpus.FirstOrDefault(gpu => gpu.BusId == bus || $"#{gpu.Index}" == bus)?.Index ?? byte.MaxValue;

    [LoggerMessage(LogLevel.Warning, "The history of rig {RigId} could not be read; the overview does not say since when it is in trouble")]
    partial void LogUnread(Exception failure, string rigId);
}
