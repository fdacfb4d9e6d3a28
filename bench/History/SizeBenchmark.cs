using System.Diagnostics;
using BloxOs.Data;
using BloxOs.Data.Directory;
using BloxOs.Data.History;
using BloxOs.Data.Telemetry;
using BloxOs.Grains.Rigs;
using BloxOs.RigSim.Models;

namespace BloxOs.Bench.History;

/// <summary>Bytes on disk of a day of many rigs, and how long a chart of it takes.</summary>
internal sealed class SizeBenchmark(string directory, int rigs)
{
    const int Seed = 11, SamplesPerHour = 120, Hours = 24, QueryRounds = 120;

    static readonly DateTimeOffset s_start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public async Task RunAsync(TextWriter table)
    {
        var time = new SetTime(s_start);
        string path = Path.Combine(directory, "size.db");
        await using var store = await BenchStore.OpenAsync(new(DatabaseProvider.Sqlite, path), time);
        long empty = await store.UsedBytesAsync();
        var source = new SampleSource();
        var models = FleetGenerator.Rigs(Seed, rigs);
        var streams = models.Select((model, i) => source.Of(model, $"rig-{i:000000}", s_start, Hours * SamplesPerHour).GetEnumerator()).ToArray();
        for (int i = 0; i < rigs; i++) { await store.Get<IDirectory>().PutRigAsync(new($"rig-{i:000000}", "farm", $"rig {i}")); }
        long values = 0, samples = 0, packing = 0;
        var reading = new SampleValues();
        for (int half = 0; half < Hours * 2; half++)
        {
            var batch = new List<TelemetrySample>();
            foreach (var stream in streams) { for (int i = 0; i < SamplesPerHour / 2 && stream.MoveNext(); i++) { batch.Add(stream.Current); } }
            foreach (var sample in batch) { values += Count(reading, sample); }
            samples += batch.Count;
            await store.AppendAsync(batch);
            time.Now = s_start.AddMinutes((half + 1) * 30);
            long began = Stopwatch.GetTimestamp();
            await store.PackAsync();
            packing += (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        long used = await store.UsedBytesAsync() - empty;
        table.WriteLine(FormattableString.Invariant($"size: {rigs} rigs x {Hours} h: {samples} samples of rigs, {values} values; {used / 1e6:0.0} MB; {(double)used / values:0.000} B per value, {(double)used / samples:0.0} B per sample of a rig; packing took {packing / 1e3:0.0} s"));
        long rolling = Stopwatch.GetTimestamp();
        await store.RollUpAsync();
        long rolled = await store.UsedBytesAsync() - empty - used;
        table.WriteLine(FormattableString.Invariant($"coarser points of that day: {rolled / 1e6:0.0} MB more; made in {Stopwatch.GetElapsedTime(rolling).TotalSeconds:0.0} s"));
        await QueriesAsync(store, models, table);
        await RandomAsync(table);
    }

    static async Task QueriesAsync(BenchStore store, IReadOnlyList<RigModel> models, TextWriter table)
    {
        int[] eight = [.. Enumerable.Range(0, models.Count).Where(i => models[i].Cards.Count == 8)];
        HistoryMetric[] charts = [HistoryMetric.GpuHashrate, HistoryMetric.WorkHashrate, HistoryMetric.CoreCelsius, HistoryMetric.HotspotCelsius, HistoryMetric.MemoryCelsius,
            HistoryMetric.GpuPowerWatts, HistoryMetric.FanPercent, HistoryMetric.Accepted, HistoryMetric.Rejected, HistoryMetric.PowerWatts, HistoryMetric.Hashrate];
        foreach (var (name, metrics, points) in new[] { ("charts, samples", charts, 3_000), ("charts, 1000 points", charts, 1_000), ("all metrics, samples", [], 3_000) })
        {
            var latencies = new LatencyList();
            HistoryAnswer? answer = null;
            for (int round = -10; round < QueryRounds; round++)
            {
                string rig = $"rig-{eight[(round + 10) % eight.Length]:000000}";
                long began = Stopwatch.GetTimestamp();
                answer = await store.Reader.ReadAsync(new(rig, s_start, s_start.AddDays(1), points, metrics), CancellationToken.None);
                if (round >= 0) { latencies.Add(Stopwatch.GetElapsedTime(began)); }
            }
            table.WriteLine(FormattableString.Invariant($"24 h of 8 cards, {name}: {answer!.Times.Length} points x {answer.Series.Count} series, {latencies}"));
        }
    }

    async Task RandomAsync(TextWriter table)
    {
        const int Rigs = 10;
        var time = new SetTime(s_start.AddDays(1));
        await using var store = await BenchStore.OpenAsync(new(DatabaseProvider.Sqlite, Path.Combine(directory, "random.db")), time);
        long empty = await store.UsedBytesAsync(), values = 0;
        var reading = new SampleValues();
        for (int rig = 0; rig < Rigs; rig++)
        {
            var all = SampleSource.Random(rig, $"rig-{rig}", s_start, Hours * SamplesPerHour).ToArray();
            foreach (var sample in all) { values += Count(reading, sample); }
            await store.AppendAsync(all);
            await store.PackAsync();
        }
        long used = await store.UsedBytesAsync() - empty;
        table.WriteLine(FormattableString.Invariant($"size, random: {Rigs} rigs x {Hours} h: {values} values; {used / 1e6:0.0} MB; {(double)used / values:0.000} B per value"));
    }

    static int Count(SampleValues reading, in TelemetrySample sample)
    {
        reading.Clear();
        new SampleFormat().Read(sample.Payload.Span, reading);
        return reading.Values.Count;
    }
}
