using System.Globalization;
using BloxOs.Data.History;
using BloxOs.Data.Jobs;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.RigSim.Fleet;
using BloxOs.TestServers;

namespace BloxOs.Cluster.Tests;

/// <summary>Two silos and a web process on PostgreSQL and Redis lose a silo.</summary>
public sealed class FailoverTests
{
    const int Rigs = 16;

    /// <summary>Far more than it takes: a test machine is loaded. How long it took is in the test's output; docs/operations.md says what a quiet machine needs.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    static readonly string[] s_jobs = [IHistoryPacker.Job, IHistoryRollup.Job, IHistoryRetention.Job];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rigs_of_a_killed_silo_are_online_through_the_other_and_nothing_is_lost()
    {
        await using var cluster = await TestCluster.StartAsync(Cancellation);
        await using var jobs = await JobLog.StartAsync(cluster.Database, Cancellation);
        var (farm, rigs, rigIds) = await cluster.AddFarmAsync(Rigs);
        var names = await NamesAsync(farm);
        using var stop = new CancellationTokenSource();
        var fleet = new SimulatedFleet(new() { Url = cluster.Balancer.Url, RampPerSecond = 100 }, rigs, TimeProvider.System);
        var running = fleet.RunAsync(stop.Token);

        var before = await AllOnlineAsync(farm, since: null, s_patience);
        Assert.Equal(2, before.Select(r => r.Reading.Silo).Distinct().Count());   // rigs are on both

        var killed = TimeProvider.System.GetUtcNow();
        var (victim, other) = await RunnerAsync(cluster);
        victim.Kill();
        var after = await AllOnlineAsync(farm, before, s_patience);
        TestContext.Current.SendDiagnosticMessage($"All online again after {(TimeProvider.System.GetUtcNow() - killed).TotalSeconds:0.0} s");
        Assert.Single(after.Select(r => r.Reading.Silo).Distinct());
        Assert.Equal(names, await NamesAsync(farm));
        Assert.All(after, rig => Assert.NotEmpty(rig.Description.Inventory.HostName!));

        await Eventually.Async(() => fleet.Snapshot().SamplesAcknowledged > Rigs * 5, s_patience, "samples after the failure", Cancellation);
        await TakenOverAsync(jobs, other);
        long produced = await AcknowledgedAsync(fleet);
        await stop.CancelAsync();
        Assert.Equal(0, (await running).StoredWentBack);
        await StoredWholeAsync(cluster, rigIds, produced);
    }

    [Fact]
    public async Task A_silo_that_is_stopped_sends_its_agents_elsewhere_first()
    {
        await using var cluster = await TestCluster.StartAsync(Cancellation);
        var (farm, rigs, rigIds) = await cluster.AddFarmAsync(Rigs);
        using var stop = new CancellationTokenSource();
        var fleet = new SimulatedFleet(new() { Url = cluster.Balancer.Url, RampPerSecond = 100 }, rigs, TimeProvider.System);
        var running = fleet.RunAsync(stop.Token);
        var before = await AllOnlineAsync(farm, since: null, s_patience);
        int there = fleet.Connected;
        Assert.Equal(Rigs, there);

        cluster.Silos[0].Terminate();
        var after = await AllOnlineAsync(farm, before, s_patience);
        await cluster.Silos[0].WaitForExitAsync(Cancellation);
        Assert.Equal(0, cluster.Silos[0].ExitCode);
        Assert.Single(after.Select(r => r.Reading.Silo).Distinct());

        long produced = await AcknowledgedAsync(fleet);
        await stop.CancelAsync();
        var result = await running;
        Assert.True(result.Closes.GetValueOrDefault("close 1012") > 0, result.ToJson());
        Assert.False(result.Closes.ContainsKey("close 4409"), result.ToJson());   // rigs of the other silo noticed nothing
        Assert.Equal((0, 0), (result.SamplesOverflowed, result.StoredWentBack));
        await StoredWholeAsync(cluster, rigIds, produced);
    }

    /// <summary>Waits until as many samples are acknowledged as there are now, and says how many: those of the last moment are on their way, however fast the machine is.</summary>
    static async Task<long> AcknowledgedAsync(SimulatedFleet fleet)
    {
        long produced = fleet.Snapshot().SamplesProduced;
        await Eventually.Async(() => fleet.Snapshot().SamplesAcknowledged >= produced, s_patience, $"{produced} acknowledged samples", Cancellation);
        return produced;
    }

    /// <summary>At least so many samples are stored, and of each rig all from its first to its highest.</summary>
    static async Task StoredWholeAsync(TestCluster cluster, string[] rigIds, long produced)
    {
        long stored = 0;
        foreach (string rigId in rigIds)
        {
            long count = 0, highest = 0;
            // What the rig sent last may be stored between the two looks; a gap stays one.
            await Eventually.Async(async () =>
            {
                (count, highest) = await cluster.StoredAsync(rigId);
                return highest > 0 && count == highest;   // sequences start at 1: no gap
            }, s_patience, $"all samples of {rigId}", Cancellation);
            stored += count;
        }
        Assert.True(stored >= produced, $"{stored} of {produced}");
    }

    /// <summary>The silo that runs the jobs, once each of them ran, and the other.</summary>
    static async Task<(ServerProcess Runner, ServerProcess Other)> RunnerAsync(TestCluster cluster)
    {
        Dictionary<string, JobState> states = [];
        // Killed in the middle of a run, its lease of two minutes would be waited for: that is tested by a clock, not here.
        await Eventually.Async(async () => Array.TrueForAll(s_jobs, (states = await cluster.JobsAsync()).ContainsKey) && states.Values.All(static job => job.EndedAt is not null), s_patience, "each job ran", Cancellation);
        int runner = Array.FindIndex(cluster.Silos, silo => IsOf(silo, states[IHistoryPacker.Job].Holder!));
        return (cluster.Silos[runner], cluster.Silos[1 - runner]);
    }

    /// <summary>
    /// The other silo runs every job, and at no time did two silos run one for the same time of the schedule: after a run that went well another silo's is half the time between runs
    /// later, after one that never ended a lease's. How loaded the machine is changes neither: the ledger compares the very times that stand in it.
    /// </summary>
    static async Task TakenOverAsync(JobLog jobs, ServerProcess other)
    {
        foreach (string job in s_jobs)
        {
            JobRun[] runs = [];
            await Eventually.Async(async () => (runs = await jobs.OfAsync(job, Cancellation)) is [.., var last] && IsOf(other, last.Holder), s_patience + IJobLedger.LeaseTime, "the other silo runs " + job, Cancellation);
            var half = (job == IHistoryRetention.Job ? 12 : 1) * TimeSpan.FromMilliseconds(500);
            foreach (var (one, next) in runs.Zip(runs.Skip(1))) { Assert.True(one.Holder == next.Holder || next.Began - one.Began >= one.Spares(half), $"{job}: {one}, then {next}"); }
        }
    }

    static bool IsOf(ServerProcess silo, string holder) => holder.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{silo.Id}"), StringComparison.Ordinal);

    /// <summary>All rigs online; with an earlier view, only those count that were not on a silo that is gone, or came back since.</summary>
    static async Task<IReadOnlyList<RigView>> AllOnlineAsync(IFarmGrain farm, IReadOnlyList<RigView>? since, TimeSpan limit)
    {
        IReadOnlyList<RigView> rigs = [];
        await Eventually.Async(async () =>
        {
            if (await ViewAsync(farm) is not { } view) { return false; }
            rigs = view.Rigs;
            return rigs.Count == Rigs
                && rigs.All(r => r.Reading.Status is not RigStatus.Offline and not RigStatus.Stale && r.Reading.Sample.Sequence > 0)
                && (since is null || rigs.Select(r => r.Reading.Silo).Distinct().Count() == 1);
        }, limit, "all rigs online", Cancellation);
        return rigs;
    }

    static async Task<FarmView?> ViewAsync(IFarmGrain farm)
    {
        try { return await farm.GetView(); }
        catch (Exception failure) when (failure is OrleansException or TimeoutException) { return null; }   // its silo is being declared dead
    }

    static async Task<string[]> NamesAsync(IFarmGrain farm)
    {
        FarmView? view = null;
        await Eventually.Async(async () => (view = await ViewAsync(farm)) is { Rigs.Length: Rigs }, s_patience, "all rigs listed", Cancellation);
        return [.. view!.Rigs.Select(r => $"{r.RigId} {r.Description.Name}").Order()];
    }
}
