using System.Collections.Concurrent;

namespace BloxOs.Cluster.Tests;

/// <summary>Writes down each run of each job of a cluster that it sees begin, many times a second.</summary>
internal sealed class JobWatch : IAsyncDisposable
{
    readonly ConcurrentDictionary<(string Job, DateTimeOffset Began), string> _runs = new();
    readonly CancellationTokenSource _stop = new();
    readonly Task _watching;

    /// <summary>Begins to watch.</summary>
    public JobWatch(TestCluster cluster) => _watching = WatchAsync(cluster);

    /// <summary>Runs of a job that began, in their order.</summary>
    public (DateTimeOffset Began, string Holder)[] Of(string job) => [.. _runs.Where(run => run.Key.Job == job).Select(run => (run.Key.Began, run.Value)).OrderBy(static run => run.Began)];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    async Task WatchAsync(TestCluster cluster)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                foreach (var (name, job) in await cluster.JobsAsync()) { _runs.TryAdd((name, job.StartedAt), job.Holder ?? ""); }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested) { }
    }
}
