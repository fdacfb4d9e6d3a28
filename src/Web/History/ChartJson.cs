using System.Buffers;
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
    const int PartBytes = 24 * 1024;

    /// <summary>Writes them.</summary>
    public static void Write(Stream stream, ChartSheet sheet)
    {
        // Not over the stream itself: it would be flushed with every part, and what packs it would begin anew.
        var text = new ArrayBufferWriter<byte>(PartBytes * 3);
        using var json = new Utf8JsonWriter(text, new() { SkipValidation = true });
        json.WriteStartObject();
        json.WriteNumber("from", sheet.Range.From.ToUnixTimeMilliseconds());
        json.WriteNumber("to", sheet.Range.To.ToUnixTimeMilliseconds());
        json.WriteBoolean("live", sheet.Range.Preset is not null);
        json.WriteNumber("every", (long)sheet.Every.TotalMilliseconds);
        WriteEvents(json, sheet.Events);
        json.WriteStartArray("charts");
        var (times, gaps) = ((long[]?)null, (int[])[]);
        foreach (var chart in sheet.Charts)
        {
            // Columns stand alone, and are as wide as the nearest two are apart. The other charts share their times.
            if (chart.Columns) { (times, gaps) = (null, []); }
            else if (!ReferenceEquals(times, chart.Times)) { (times, gaps) = (chart.Times, [.. chart.Gaps()]); }
            Write(json, chart, new(gaps), () => Drain(stream, json, text, PartBytes));
        }
        json.WriteEndArray();
        json.WriteEndObject();
        Drain(stream, json, text, 0);
    }

    /// <summary>Hands over what is written when it is that much, so that never the whole text lies in memory.</summary>
    static void Drain(Stream stream, Utf8JsonWriter json, ArrayBufferWriter<byte> text, int least)
    {
        json.Flush();
        if (text.WrittenCount < least) { return; }
        stream.Write(text.WrittenSpan);
        text.ResetWrittenCount();
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

    static void Write(Utf8JsonWriter json, Chart chart, ChartNumbers numbers, Action written)
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
        numbers.Write(json, "t", chart.Times);
        json.WriteStartArray("series");
        double scale = Math.Pow(10, chart.Digits);
        foreach (var series in chart.Series)
        {
            json.WriteStartObject();
            json.WriteString("name", series.Name);
            json.WriteNumber("color", series.Color);
            if (series.Dashed) { json.WriteBoolean("dash", true); }
            numbers.Write(json, "v", series.Values, scale);
            if (series.Low is { } low) { numbers.Write(json, "lo", low, scale); }
            if (series.High is { } high) { numbers.Write(json, "hi", high, scale); }
            json.WriteEndObject();
            written();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
