using System.ComponentModel;
using BloxOs.Data.History;

namespace BloxOs.Web.Api;

/// <summary>One series of a history.</summary>
/// <param name="Metric">What is measured.</param>
/// <param name="Unit">Its unit; empty for a mere number.</param>
/// <param name="Gpu">Bus id of the card; null where it is not about one.</param>
/// <param name="Miner">Name of the miner; null where it is not about one.</param>
/// <param name="Instance">Tells instances of the same miner apart.</param>
/// <param name="Algorithm">Algorithm; null where it is not about one.</param>
/// <param name="Average">A value per time, null where there is none: of steps the mean, of a counter the increase.</param>
/// <param name="Least">Least of each step; null when points are samples, or it is a counter.</param>
/// <param name="Most">Most of each step; null when points are samples, or it is a counter.</param>
internal sealed record HistorySeriesAnswer(
    HistoryMetric Metric, string Unit, string? Gpu, string? Miner, int Instance, string? Algorithm, double?[] Average, double?[]? Least, double?[]? Most)
{
    /// <summary>As it was read.</summary>
    public static HistorySeriesAnswer Of(HistorySeries series)
    {
        var label = series.Label;
        bool bounds = !ReferenceEquals(series.Min, series.Average);
        return new(
            label.Metric, series.Info.Unit, label.Gpu, label.Miner, label.Instance, label.Algorithm, Known(series.Average), bounds ? Known(series.Min) : null, bounds ? Known(series.Max) : null);
    }

    static double?[] Known(double[] values) => Array.ConvertAll(values, static value => double.IsFinite(value) ? (double?)value : null);
}

/// <summary>A history: columns over shared times.</summary>
/// <param name="Resolution">The coarsest that was read.</param>
/// <param name="StepSeconds">Length of what one point stands for; 0 when points are samples.</param>
/// <param name="Times">Unix milliseconds, ascending. Where a rig sent nothing there is no time.</param>
/// <param name="Series">By metric.</param>
/// <param name="RawSince">From then on samples are kept one by one.</param>
internal sealed record HistoryDocument(HistoryResolution Resolution, double StepSeconds, long[] Times, IReadOnlyList<HistorySeriesAnswer> Series, DateTimeOffset RawSince)
{
    /// <summary>As it was read.</summary>
    public static HistoryDocument Of(HistoryAnswer answer) =>
        new(answer.Resolution, answer.Step.TotalSeconds, answer.Times, [.. answer.Series.Select(HistorySeriesAnswer.Of)], answer.RawUntil);
}

/// <summary>Which part of a history.</summary>
internal readonly record struct HistoryDocumentQuery(
    [property: Description("Start, with its zone: 2026-11-22T20:15:00Z. A day before the end when it is left out.")] string? From,
    [property: Description("End, excluded. Now when it is left out.")] string? To,
    [property: Description("Names of metrics, separated by commas: hashrate,powerWatts,coreCelsius. Hashrate, power and shares when they are left out.")] string? Metrics,
    [property: Description("Most points, 1 to 5000; 1000 when it is left out. More samples than that are put together in steps.")] int? Points,
    [property: Description("json or csv; it goes before the Accept header.")] string? Format);
