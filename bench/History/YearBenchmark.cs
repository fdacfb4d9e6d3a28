using System.Diagnostics;
using BloxOs.Data;
using BloxOs.Data.History;

namespace BloxOs.Bench.History;

/// <summary>A chart over a year of hourly points of a rig with eight cards.</summary>
internal sealed class YearBenchmark(string directory)
{
    const int Days = 365, Cards = 8, Rounds = 60;

    static readonly DateTimeOffset s_start = new(2025, 3, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly HistoryMetric[] s_cards = [HistoryMetric.CoreCelsius, HistoryMetric.HotspotCelsius, HistoryMetric.MemoryCelsius, HistoryMetric.FanPercent, HistoryMetric.FanRpm,
        HistoryMetric.UtilizationPercent, HistoryMetric.CoreMegahertz, HistoryMetric.MemoryMegahertz, HistoryMetric.GpuPowerWatts, HistoryMetric.GpuHashrate, HistoryMetric.GpuAccepted];

    public async Task RunAsync(TextWriter table)
    {
        var time = new SetTime(s_start.AddDays(Days));
        await using var store = await BenchStore.OpenAsync(new(DatabaseProvider.Sqlite, Path.Combine(directory, "year.db")), time);
        await store.RunAsync("fill", async lease =>
        {
            var changes = new HistoryChanges();
            long span = ChunkKey.Span(HistoryResolution.Hour), start = s_start.ToUnixTimeMilliseconds();
            for (long slot = start / span; slot * span < time.Now.ToUnixTimeMilliseconds(); slot++) { changes.Chunks.Add(new(new("rig", HistoryResolution.Hour, slot), RollupChunk.ToPayload(Segment(slot * span)))); }
            await store.Get<IHistoryStore>().ApplyAsync(lease, changes, CancellationToken.None);
            return 0;
        });
        HistoryMetric[] charts = [HistoryMetric.GpuHashrate, HistoryMetric.CoreCelsius, HistoryMetric.MemoryCelsius, HistoryMetric.GpuPowerWatts, HistoryMetric.FanPercent, HistoryMetric.GpuAccepted];
        foreach (var (name, metrics, points) in new[] { ("charts, 1000 points", charts, 1_000), ("charts, every hour", charts, 9_000), ("all metrics, 1000 points", [], 1_000) })
        {
            var latencies = new LatencyList();
            HistoryAnswer? answer = null;
            for (int round = -5; round < Rounds; round++)
            {
                long began = Stopwatch.GetTimestamp();
                answer = await store.Reader.ReadAsync(new("rig", s_start, s_start.AddDays(Days), points, metrics), CancellationToken.None);
                if (round >= 0) { latencies.Add(Stopwatch.GetElapsedTime(began)); }
            }
            table.WriteLine(FormattableString.Invariant($"1 y of 8 cards, {name}: {answer!.Times.Length} points x {answer.Series.Count} series, {latencies}"));
        }
    }

    static HistorySegment Segment(long start)
    {
        var random = new Random((int)(start / 3_600_000));
        long[] times = [.. Enumerable.Range(0, 240).Select(i => start + (i * 3_600_000L))];
        var segment = new HistorySegment(times, []);
        foreach (var metric in s_cards)
        {
            for (int card = 0; card < Cards; card++)
            {
                bool hash = metric is HistoryMetric.GpuHashrate or HistoryMetric.GpuAccepted;
                double level = metric == HistoryMetric.GpuHashrate ? 45_000_000 : 70;
                double[] mean = [.. times.Select(_ => Math.Round(level * (1 + (random.NextDouble() * 0.02)), 1))];
                segment.Series[new(metric, $"0000:{card + 1:00}:00.0", hash ? "lolminer" : null, 0, hash ? "ethash" : null)] = metric == HistoryMetric.GpuAccepted
                    ? SeriesSegment.OfSamples(Array.ConvertAll(mean, Math.Round))
                    : new(mean, Array.ConvertAll(mean, v => Math.Round(v * 0.98)), Array.ConvertAll(mean, v => Math.Round(v * 1.02)), Array.ConvertAll(mean, _ => 120.0));
            }
        }
        return segment;
    }
}
