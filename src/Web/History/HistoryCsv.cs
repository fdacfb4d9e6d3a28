using System.Globalization;
using BloxOs.Data.Timeline;
using BloxOs.Web.Audit;
using BloxOs.Web.Display;
using BloxOs.Web.Timeline;

namespace BloxOs.Web.History;

/// <summary>Charts as a table for other programs: a row per time, a column per line, with least and most where a point stands for a step.</summary>
internal static class HistoryCsv
{
    /// <summary>Media type.</summary>
    public const string MediaType = "text/csv; charset=utf-8";

    /// <summary>Writes what charts show. Charts that count in longer steps leave their cells empty in between.</summary>
    /// <param name="stream">Written to, and left open.</param>
    /// <param name="charts">The charts.</param>
    /// <param name="events">Their marks: a last column, in rows of their own times; null leaves the column out.</param>
    public static void Write(Stream stream, IReadOnlyList<Chart> charts, IReadOnlyList<TimelineEntry>? events = null)
    {
        var columns = charts.SelectMany(static chart => chart.Series.SelectMany(series => Columns(chart, series))).ToList();
        var at = columns.Select(static column => column.Chart).Distinct().ToDictionary(static chart => chart, static chart => Index(chart.Times));
        var marks = (events ?? []).OrderBy(static entry => entry.Id).ToLookup(static entry => entry.Event.At.ToUnixTimeMilliseconds(), static entry => TimelineWords.Line(entry.Event));
        using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\r\n" };
        text.Write("\"time\"");
        foreach (var column in columns) { text.Write(','); text.Write(AuditExport.Field(column.Name)); }
        if (events is not null) { text.Write(",\"events\""); }
        text.WriteLine();
        foreach (long time in charts.SelectMany(static chart => chart.Times).Concat(marks.Select(static mark => mark.Key)).Distinct().Order())
        {
            text.Write(TimeText.Stamp(DateTimeOffset.FromUnixTimeMilliseconds(time)));
            foreach (var (_, chart, values) in columns)
            {
                text.Write(',');
                if (at[chart].TryGetValue(time, out int i) && double.IsFinite(values[i])) { text.Write(Math.Round(values[i], chart.Digits + 1).ToString(CultureInfo.InvariantCulture)); }
            }
            if (events is not null)
            {
                text.Write(',');
                if (marks.Contains(time)) { text.Write(AuditExport.Field(string.Join("; ", marks[time]))); }
            }
            text.WriteLine();
        }
    }

    static IEnumerable<(string Name, Chart Chart, double[] Values)> Columns(Chart chart, ChartSeries series)
    {
        string name = chart.Series.Count == 1 ? chart.Title : $"{chart.Title}: {series.Name}";
        yield return (name, chart, series.Values);
        if (series.Low is { } low) { yield return (name + ", least", chart, low); }
        if (series.High is { } high) { yield return (name + ", most", chart, high); }
    }

    static Dictionary<long, int> Index(long[] times)
    {
        var index = new Dictionary<long, int>(times.Length);
        for (int i = 0; i < times.Length; i++) { index.TryAdd(times[i], i); }
        return index;
    }
}
