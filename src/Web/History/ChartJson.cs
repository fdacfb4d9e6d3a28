using System.Text.Json;
using BloxOs.Data.Timeline;
using BloxOs.Web.Timeline;

namespace BloxOs.Web.History;

/// <summary>
/// Writes charts for <c>wwwroot/js/charts-data.js</c>, which reads them back: whole numbers of the last digit that is shown, each as the difference to the one
/// before, so that they pack well. Null is "no data"; a point of nothing stands in each gap.
/// </summary>
internal static class ChartJson
{
    /// <summary>Writes them.</summary>
    public static void Write(Stream stream, ChartSheet sheet)
    {
        using var json = new Utf8JsonWriter(stream, new() { SkipValidation = true });
        json.WriteStartObject();
        json.WriteNumber("from", sheet.Range.From.ToUnixTimeMilliseconds());
        json.WriteNumber("to", sheet.Range.To.ToUnixTimeMilliseconds());
        json.WriteBoolean("live", sheet.Range.Preset is not null);
        json.WriteNumber("every", (long)sheet.Every.TotalMilliseconds);
        WriteEvents(json, sheet.Events);
        json.WriteStartArray("charts");
        foreach (var chart in sheet.Charts) { Write(json, chart); }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteEvents(Utf8JsonWriter json, IReadOnlyList<TimelineEntry> events)
    {
        json.WriteStartArray("events");
        foreach (var entry in events)
        {
            json.WriteStartArray();
            json.WriteNumberValue(entry.Event.At.ToUnixTimeMilliseconds());
            json.WriteNumberValue(entry.Event.Actor is not null && entry.Event.Severity == TimelineSeverity.Info ? -1 : (int)entry.Event.Severity);
            json.WriteStringValue(TimelineWords.Line(entry.Event));
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, Chart chart)
    {
        json.WriteStartObject();
        json.WriteString("id", chart.Id);
        json.WriteString("title", chart.Title);
        json.WriteString("unit", chart.Unit);
        json.WriteNumber("digits", chart.Digits);
        json.WriteNumber("scale", chart.Divisor);
        json.WriteNumber("step", (long)chart.Step.TotalMilliseconds);
        json.WriteBoolean("zero", chart.FromZero);
        json.WriteBoolean("columns", chart.Columns);
        int[] gaps = chart.Columns ? [] : [.. chart.Gaps()];   // columns stand alone, and are as wide as the nearest two are apart
        WriteTimes(json, chart, gaps);
        json.WriteStartArray("series");
        double scale = Math.Pow(10, chart.Digits);
        foreach (var series in chart.Series)
        {
            json.WriteStartObject();
            json.WriteString("name", series.Name);
            json.WriteNumber("color", series.Color);
            if (series.Dashed) { json.WriteBoolean("dash", true); }
            WriteValues(json, "v", series.Values, scale, gaps);
            if (series.Low is { } low) { WriteValues(json, "lo", low, scale, gaps); }
            if (series.High is { } high) { WriteValues(json, "hi", high, scale, gaps); }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteTimes(Utf8JsonWriter json, Chart chart, int[] gaps)
    {
        json.WriteStartArray("t");
        long last = 0;
        int gap = 0;
        for (int i = 0; i < chart.Times.Length; i++)
        {
            json.WriteNumberValue(chart.Times[i] - last);
            last = chart.Times[i];
            if (gap == gaps.Length || gaps[gap] != i) { continue; }
            gap++;
            json.WriteNumberValue(1);
            last++;
        }
        json.WriteEndArray();
    }

    static void WriteValues(Utf8JsonWriter json, string name, double[] values, double scale, int[] gaps)
    {
        json.WriteStartArray(name);
        long last = 0;
        int gap = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
            {
                long whole = (long)Math.Round(Math.Clamp(values[i] * scale, -1e15, 1e15));
                json.WriteNumberValue(whole - last);
                last = whole;
            }
            else { json.WriteNullValue(); }
            if (gap == gaps.Length || gaps[gap] != i) { continue; }
            gap++;
            json.WriteNullValue();
        }
        json.WriteEndArray();
    }
}
