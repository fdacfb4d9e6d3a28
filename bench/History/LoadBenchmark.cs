using System.Diagnostics;
using BloxOs.Data;
using BloxOs.Data.Directory;
using BloxOs.Data.History;
using BloxOs.Data.Telemetry;
using BloxOs.RigSim.Models;

namespace BloxOs.Bench.History;

/// <summary>
/// What writing the history of many rigs costs on SQLite: the journal at its real pace, then one round of the jobs over five minutes of it, in the middle of an
/// hour. Runs in a process of its own, so that its processor time is all there is.
/// </summary>
internal sealed class LoadBenchmark(string directory, int rigs, int paceSeconds)
{
    const int Sources = 200, Seed = 12, JobsEverySeconds = 300;

    // 25 minutes into an hour: half of a chunk is there, and has to be packed again.
    static readonly DateTimeOffset s_hour = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    public async Task RunAsync(TextWriter table, Action<string> phase)
    {
        phase("set-up");
        var time = new SetTime(s_hour);
        await using var store = await BenchStore.OpenAsync(new(DatabaseProvider.Sqlite, Path.Combine(directory, "load.db")), time);
        var payloads = Payloads();
        foreach (var some in Enumerable.Range(0, rigs).Chunk(1_000)) { await Task.WhenAll(some.Select(rig => store.Get<IDirectory>().PutRigAsync(new(Id(rig), $"farm-{rig / 300}", $"rig {rig}")))); }
        await FillAsync(store, payloads, 0, 50);
        time.Now = s_hour.AddMinutes(25);
        await store.PackAsync();
        await store.RollUpAsync();

        phase("pace");
        var (paced, writing) = await PaceAsync(store, payloads);
        phase("fill");
        await FillAsync(store, payloads, 52, 60);
        time.Now = s_hour.AddMinutes(30);

        phase("pack");
        var before = Cpu();
        var packed = await store.PackAsync();
        var packing = Cpu() - before;
        phase("rollup");
        var rolled = await RollUpAsync(store, time);
        phase("over");
        // The last rollup of an hour makes its hourly points too.
        await FillAsync(store, payloads, 60, 70);
        time.Now = s_hour.AddMinutes(60).AddSeconds(10);
        await store.PackAsync();
        var last = await RollUpAsync(store, time);
        double share = writing + (packing.TotalSeconds / JobsEverySeconds) + (rolled.Cpu.TotalSeconds / rolled.EverySeconds) + (last.Cpu.TotalSeconds / 3_600);
        table.WriteLine(FormattableString.Invariant($"load: {rigs} rigs, {paced} samples at their pace in {paceSeconds} s: {writing:P1} of a core; packing 5 minutes ({packed.Samples} samples, {packed.Transactions} transactions): {packing.TotalSeconds:0.0} s; coarser points of half an hour: {rolled.Cpu.TotalSeconds:0.0} s every {rolled.EverySeconds:0} s, {last.Cpu.TotalSeconds:0.0} s at the end of an hour; in all {share:P1} of a core; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB"));
    }

    /// <summary>Makes the coarser points of all rigs, as after the server's rest between such runs: processor time, and how often it does so.</summary>
    async Task<(TimeSpan Cpu, double EverySeconds)> RollUpAsync(BenchStore store, SetTime time)
    {
        time.Rest(TimeSpan.FromHours(1));
        var before = Cpu();
        long began = Stopwatch.GetTimestamp();
        var (rigHours, _) = await store.RollUpAsync();
        if (rigHours < rigs) { throw new InvalidOperationException($"Points of {rigHours} hours of rigs were made, not of {rigs}: the measurement says nothing."); }
        return (Cpu() - before, Math.Max(JobsEverySeconds, HistoryRollup.RestFactor * Stopwatch.GetElapsedTime(began).TotalSeconds));
    }

    async Task<(int Samples, double Core)> PaceAsync(BenchStore store, byte[][][] payloads)
    {
        int perSecond = rigs / 30, sent = 0;
        var appends = new List<Task>();
        var before = Cpu();
        long began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Stopwatch.GetElapsedTime(began).TotalSeconds is var elapsed && elapsed < paceSeconds)
        {
            for (; sent < (int)(elapsed * perSecond); sent++) { appends.Add(store.Telemetry.AppendAsync(Sample(payloads, sent % rigs, 50 + (sent / rigs)))); }
            await timer.WaitForNextTickAsync();
        }
        await Task.WhenAll(appends);
        return (sent, (Cpu() - before).TotalSeconds / Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    async Task FillAsync(BenchStore store, byte[][][] payloads, int from, int to)
    {
        for (int i = from; i < to; i++) { await store.AppendAsync(Enumerable.Range(0, rigs).Select(rig => Sample(payloads, rig, i))); }
    }

    static TelemetrySample Sample(byte[][][] payloads, int rig, int index)
        => new(Id(rig), index + 1, s_hour.AddSeconds(index * 30).AddMilliseconds(rig * 7919 % 30_000), payloads[rig % Sources][index]);

    static byte[][][] Payloads()
    {
        var source = new SampleSource();
        return [.. FleetGenerator.Rigs(Seed, Sources).Select(model => source.Of(model, "rig", s_hour, 120).Select(sample => sample.Payload.ToArray()).ToArray())];
    }

    static string Id(int rig) => FormattableString.Invariant($"rig-{rig:0000000000000000}");

    static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;
}
