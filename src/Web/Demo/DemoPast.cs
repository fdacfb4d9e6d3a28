using System.Globalization;
using BloxOs.Data.History;
using BloxOs.Data.Jobs;
using BloxOs.Data.Telemetry;
using BloxOs.Data.Timeline;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;
using BloxOs.Silo.Gateway;

namespace BloxOs.Web.Demo;

/// <summary>Gives the demo's rigs a past, so that charts have something to show at its first start: simulated too, and stored as samples are.</summary>
internal sealed class DemoPast(ITelemetryStore telemetry, IHistoryCards cards, ITimeline timeline, IJobLedger ledger, IHistoryPacker packer, IHistoryRollup rollup, TimeProvider time)
{
    /// <summary>How far it goes back.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(36);

    static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);

    /// <summary>Stores the past of those rigs that never reported; returns how many they were.</summary>
    /// <param name="farmId">Their farm.</param>
    /// <param name="rigs">The rigs.</param>
    /// <param name="cancellation">The server stops.</param>
    public async Task<int> FillAsync(string farmId, IReadOnlyList<SimulatedRig> rigs, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var empty = new List<(string RigId, SimulatedRig Rig)>();
        foreach (var rig in rigs)
        {
            if (RigToken.Parse(rig.Token) is not { } token || await telemetry.HighestSequenceAsync(token.RigId, cancellation) > 0) { continue; }
            await cards.PutAsync(token.RigId, SimulatedPast.BusIds(rig.Model));
            foreach (var one in DemoFleet.PastOf(rig.Model)) { timeline.Note(Told(token.RigId, farmId, now, one)); }
            empty.Add((token.RigId, rig));
        }
        // Together: the last samples of each rig wait a second for others, and all the demo's samples are fewer than may wait.
        await Task.WhenAll(empty.Select(one => Task.Run(() => FillAsync(one.RigId, one.Rig, now), cancellation)));
        await timeline.FlushAsync(cancellation);
        if (empty.Count > 0) { await SumUpAsync(cancellation); }
        return empty.Count;
    }

    /// <summary>Runs now what else runs by the clock: the farm's own charts are made of it.</summary>
    async Task SumUpAsync(CancellationToken cancellation)
    {
        await RunAsync(IHistoryPacker.Job, async lease => (await packer.PackAsync(lease, cancellation)).Samples, cancellation);
        await RunAsync(IHistoryRollup.Job, async lease => await rollup.RollUpAsync(lease, cancellation) is var (rigs, farms) ? rigs + farms : 0, cancellation);
    }

    async Task RunAsync(string job, Func<JobLease, Task<long>> work, CancellationToken cancellation)
    {
        string process = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}");   // the same as the schedule's, whose own first run shall not be left out
        var nextAt = (await ledger.ListAsync(cancellation)).FirstOrDefault(one => one.Name == job)?.NextAt;
        if (await ledger.TryStartAsync(job, process, nextAt, cancellation) is not { } lease) { return; }
        var outcome = new JobOutcome(0, "", "The demo's past was not summed up.");
        try { outcome = new(await work(lease), "the demo's past"); }
        finally { await ledger.EndAsync(lease, outcome, nextAt); }
    }

    static TimelineEvent Told(string rigId, string farmId, DateTimeOffset now, PastEvent one) => one.Kind == PastEvent.Status
        ? new(rigId, farmId, now - one.Ago, TimelineEvent.StatusKind, one.Text == PastEvent.Offline ? TimelineSeverity.Error : TimelineSeverity.Info) { Value = one.Text }
        : new(rigId, farmId, now - one.Ago, one.Kind, one.Kind switch
        {
            "kernel" or "miner-ended" or "gpu-lost" => TimelineSeverity.Error,
            "recovery" or "rebooted" or "throttle" => TimelineSeverity.Warning,
            _ => TimelineSeverity.Info,
        })
        { Subject = one.Subject, Text = one.Text };

    /// <summary>From when to when nothing was heard of it.</summary>
    static List<(DateTimeOffset From, DateTimeOffset To)> Silences(RigModel rig, DateTimeOffset now)
    {
        var states = DemoFleet.PastOf(rig).Where(static one => one.Kind == PastEvent.Status).OrderByDescending(static one => one.Ago).ToList();
        return [.. states.Zip(states.Skip(1)).Where(static pair => pair.First.Text == PastEvent.Offline).Select(pair => (now - pair.First.Ago, now - pair.Second.Ago))];
    }

    Task FillAsync(string rigId, SimulatedRig rig, DateTimeOffset now)
    {
        var stored = new List<Task>();
        var silences = Silences(rig.Model, now);
        foreach (var (at, stats) in SimulatedPast.Of(rig.Model, now - Length, now, s_every))
        {
            if (silences.Exists(one => at > one.From && at < one.To)) { continue; }
            var sample = RigSample.Of(StatsMessage.Read(stats, at)[0]);
            stored.Add(telemetry.AppendAsync(new(rigId, sample.Sequence, sample.At, sample.Bytes)));
        }
        return Task.WhenAll(stored);
    }
}
