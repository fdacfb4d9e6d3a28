using System.Globalization;
using BloxOs.Data.History;
using BloxOs.Data.Telemetry;

namespace BloxOs.Data.Tests.History;

/// <summary>What a rig that tells of endless miners, or of all that a chunk takes, can make an answer cost.</summary>
public sealed class HistoryLimitsTests
{
    static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Each hour is small, and so is each of its series: together they are not.</summary>
    [Fact]
    public void Series_that_change_with_every_hour_are_counted_together()
    {
        const int Hours = 10, Samples = 40, Series = 1_000;
        using var read = new HistoryRead(new("rig", s_start, s_start.AddHours(Hours), HistoryQuery.MostPoints, [HistoryMetric.WorkHashrate]), HistoryResolution.Raw);
        var error = Assert.Throws<ArgumentException>(() =>
        {
            for (int hour = 0; hour < Hours; hour++) { read.AddSamples(Hour(hour)); }
        });
        Assert.Contains("fewer metrics", error.Message, StringComparison.Ordinal);

        static HistorySegment Hour(int hour)
        {
            var segment = new HistorySegment([.. Enumerable.Range(0, Samples).Select(i => s_start.AddHours(hour).AddMinutes(i).ToUnixTimeMilliseconds())], []) { Sequences = new long[Samples] };
            for (int i = 0; i < Series; i++) { Array.Fill(segment.Column(new(HistoryMetric.WorkHashrate, Miner: string.Create(CultureInfo.InvariantCulture, $"{hour}-{i}"))), 1); }
            return segment;
        }
    }

    /// <summary>Two hundred and fifty cards of one chunk, at ten weeks of points each.</summary>
    [Fact]
    public void An_answer_that_is_too_large_is_refused_before_it_has_its_memory()
    {
        HistoryMetric[] metrics = [HistoryMetric.CoreCelsius, HistoryMetric.HotspotCelsius, HistoryMetric.MemoryCelsius, HistoryMetric.FanPercent, HistoryMetric.GpuPowerWatts];
        var points = new HistorySegment([s_start.ToUnixTimeMilliseconds()], []);
        foreach (var metric in metrics)
        {
            for (int card = 0; card < 250; card++) { points.Column(new(metric, string.Create(CultureInfo.InvariantCulture, $"#{card}")))[0] = 60; }
        }
        var chunk = new StoredChunk(ChunkKey.SlotOf(HistoryResolution.FiveMinutes, points.Times[0]), RollupChunk.ToPayload(points));
        using var read = new HistoryRead(new("rig", s_start, s_start.AddMinutes(5 * HistoryQuery.MostPoints), HistoryQuery.MostPoints, []), HistoryResolution.FiveMinutes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ArgumentException>(() => read.AddPoints(HistoryResolution.FiveMinutes, chunk));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5L * sizeof(double) * HistoryQuery.MostValues);
    }

    /// <summary>Packed, an hour has so many series at most. While they wait, samples have no more.</summary>
    [Fact]
    public void Samples_that_wait_have_as_many_series_as_a_chunk_at_most()
    {
        TelemetrySample[] samples =
        [
            .. Enumerable.Range(0, 100).Select(i => new TelemetrySample("rig", i + 1, s_start.AddSeconds(i), PlainFormat.Of(
                "CoreCelsius/0=60;" + string.Join(';', Enumerable.Range(0, 200).Select(k => string.Create(CultureInfo.InvariantCulture, $"WorkHashrate@{i}-{k}:a={k}")))))),
        ];
        var segment = SampleSegment.Of(samples, new PlainFormat(), CardLayouts.None, static _ => true);
        Assert.Equal(HistoryChunk.MaxColumns, segment.Series.Count);
        Assert.All(segment.Series[new(HistoryMetric.CoreCelsius, "#0")].Average, static value => Assert.Equal(60, value));
    }
}
