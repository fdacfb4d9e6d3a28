using System.Globalization;
using System.Text.Json;
using BloxOs.Data.History;
using BloxOs.Grains.Farms;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using BloxOs.Web.Display;
using BloxOs.Web.History;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace BloxOs.Web.Api;

/// <summary><c>/rigs/{rigId}/history</c> and <c>/farms/{farmId}/history</c>.</summary>
internal static class HistoryApi
{
    const int MostPoints = 5_000, UsualPoints = 1_000;
    const string Csv = "csv", Json = "json";
    const string What = "As JSON, or with Accept: text/csv or format=csv as a table. Ranges that lie farther back have fewer points: samples are kept for two days, steps of five minutes for a month, of an hour for two years, unless the server's settings say otherwise.";
    const string Wrong = "Times have a zone, from is before to, points are 1 to 5000, format is json or csv.";

    static readonly HistoryMetric[] s_usual = [HistoryMetric.Hashrate, HistoryMetric.PowerWatts, HistoryMetric.Accepted, HistoryMetric.Rejected, HistoryMetric.Stale, HistoryMetric.Invalid];

    static readonly Dictionary<string, HistoryMetric> s_metrics = HistoryMetrics.All.Select(static one => one.Metric).Where(static one => one != HistoryMetric.Sequence)
        .ToDictionary(static one => JsonNamingPolicy.CamelCase.ConvertName(one.ToString()), StringComparer.Ordinal);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/rigs/{rigId}/history", Rig).Operation("rigsHistory", "Read a rig's history", What, new NeedsRigAttribute(FarmLevel.Viewer))
            .WithTags("History").Produces<HistoryDocument>();
        api.MapGet("/farms/{farmId}/history", Farm).Operation("farmsHistory", "Read a farm's history", "The sums of its rigs: hashrate, shares, powerWatts, rigsReporting and gpusReporting; in steps of five minutes at least. " + What, new NeedsFarmAttribute(FarmLevel.Viewer))
            .WithTags("History").Produces<HistoryDocument>();
    }

    static Task<IResult> Rig(HttpContext http, IHistoryReader history, TimeProvider time, string rigId, [AsParameters] HistoryDocumentQuery query) =>
        ReadAsync(http, history, time, query, (from, to, points, metrics) => new(rigId, from, to, points, metrics));

    static Task<IResult> Farm(HttpContext http, IHistoryReader history, TimeProvider time, string farmId, [AsParameters] HistoryDocumentQuery query) =>
        ReadAsync(http, history, time, query, (from, to, points, metrics) => FarmHistoryQuery.Of(farmId, from, to, points, metrics));

    static async Task<IResult> ReadAsync(HttpContext http, IHistoryReader history, TimeProvider time, HistoryDocumentQuery query, Func<DateTimeOffset, DateTimeOffset, int, HistoryMetric[], HistoryQuery> of)
    {
        var (from, to) = (StrictTime.Read(query.From), StrictTime.Read(query.To));
        int points = query.Points ?? UsualPoints;
        bool isGood = (from is null) == (query.From is null) && (to is null) == (query.To is null) && points is >= 1 and <= MostPoints && query.Format is null or Csv or Json;
        var end = to ?? time.GetUtcNow();
        var start = from ?? end.AddDays(-1);
        if (!isGood || start >= end) { return ApiProblem.Invalid(Wrong); }
        if (Metrics(query.Metrics) is not { } metrics) { return ApiProblem.Invalid("There are these metrics: " + string.Join(", ", s_metrics.Keys) + "."); }
        HistoryAnswer answer;
        try { answer = await history.ReadAsync(of(start, end, points, metrics), http.RequestAborted); }
        catch (ArgumentException tooMuch) { return ApiProblem.Invalid(tooMuch.Message); }
        if (WantsCsv(http.Request, query.Format)) { return new CompressedAnswer(HistoryCsv.MediaType, stream => WriteCsv(stream, answer)); }
        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return new CompressedAnswer("application/json; charset=utf-8", stream => JsonSerializer.Serialize(stream, HistoryDocument.Of(answer), json));
    }

    static HistoryMetric[]? Metrics(string? names)
    {
        if (names is null) { return s_usual; }
        var metrics = names.Split(',', StringSplitOptions.TrimEntries).Select(static name => s_metrics.GetValueOrDefault(name)).Distinct().ToArray();
        return metrics.Contains(HistoryMetric.None) ? null : metrics;
    }

    static bool WantsCsv(HttpRequest request, string? format)
    {
        if (format is not null) { return format == Csv; }
        return MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var taken)
            && taken.OrderByDescending(static one => one.Quality ?? 1).FirstOrDefault() is { } best && best.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase);
    }

    static void WriteCsv(Stream stream, HistoryAnswer answer)
    {
        var columns = answer.Series.SelectMany(Columns).ToList();
        using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\r\n" };
        text.WriteLine(string.Join(',', columns.Select(static column => AuditExport.Field(column.Name)).Prepend("\"time\"")));
        for (int i = 0; i < answer.Times.Length; i++)
        {
            text.Write(TimeText.Stamp(DateTimeOffset.FromUnixTimeMilliseconds(answer.Times[i])));
            foreach (var (_, values) in columns)
            {
                text.Write(',');
                if (double.IsFinite(values[i])) { text.Write(values[i].ToString(CultureInfo.InvariantCulture)); }
            }
            text.WriteLine();
        }
    }

    static IEnumerable<(string Name, double[] Values)> Columns(HistorySeries series)
    {
        var label = series.Label;
        string?[] parts = [JsonNamingPolicy.CamelCase.ConvertName(label.Metric.ToString()), label.Gpu, label.Miner, label.Instance > 0 ? label.Instance.ToString(CultureInfo.InvariantCulture) : null, label.Algorithm];
        string name = string.Join(' ', parts.Where(static part => !string.IsNullOrEmpty(part)));
        yield return (name, series.Average);
        if (ReferenceEquals(series.Min, series.Average)) { yield break; }
        yield return (name + " least", series.Min);
        yield return (name + " most", series.Max);
    }
}
