using Microsoft.AspNetCore.SignalR;

namespace BloxOs.Web.Live;

/// <summary>The farms that this host's viewers look at: one subscription each, however many look.</summary>
internal sealed class FarmFeed(
    IClusterClient cluster,
    LiveRenderer renderer,
    PartialRenderer partials,
    LiveConnections connections,
    IHubContext<LiveHub> hub,
    TimeProvider time,
    ILogger<FarmSubscription> logger) : BackgroundService
{
    /// <summary>How long a subscription outlives its last viewer: a page that is loaded anew finds it warm.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(60);

    static readonly TimeSpan TidyEvery = TimeSpan.FromSeconds(5);

    readonly Lock gate = new();
    readonly Dictionary<string, Running> farms = new(StringComparer.Ordinal);
    readonly CancellationTokenSource stopping = new();

    sealed record Running(FarmSubscription Subscription, Task Task, CancellationTokenSource Stop);

    /// <summary>Farms that are watched now.</summary>
    public int Farms { get { lock (gate) { return farms.Count; } } }

    /// <summary>One tab more looks.</summary>
    public void Watch(LiveWatch watch)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stopping.IsCancellationRequested, this);
            if (!farms.TryGetValue(watch.FarmId, out var farm)) { farms[watch.FarmId] = farm = Start(watch.FarmId); }
            farm.Subscription.Watchers.AddOrUpdate(watch.Group, 1, static (_, count) => count + 1);
            farm.Subscription.EmptySince = null;
        }
    }

    /// <summary>One tab less looks.</summary>
    public void Unwatch(LiveWatch watch)
    {
        lock (gate)
        {
            if (!farms.TryGetValue(watch.FarmId, out var farm)) { return; }
            var watchers = farm.Subscription.Watchers;
            if (watchers.TryGetValue(watch.Group, out int count) && count > 1) { watchers[watch.Group] = count - 1; }
            else { watchers.TryRemove(watch.Group, out _); }
            if (watchers.IsEmpty) { farm.Subscription.EmptySince = time.GetUtcNow(); }
        }
    }

    /// <summary>Sends a tab what it missed since its page was rendered.</summary>
    public void Post(string farmId, CatchUp wish)
    {
        lock (gate) { if (farms.TryGetValue(farmId, out var farm)) { farm.Subscription.Post(wish); } }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TidyEvery, time);
        try { while (await timer.WaitForNextTickAsync(stoppingToken)) { DropUnwatched(); } }
        catch (OperationCanceledException) { }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        List<Running> all;
        lock (gate)
        {
            stopping.Cancel();
            all = [.. farms.Values];
            farms.Clear();
        }
        await Task.WhenAll(all.Select(f => f.Task)).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        stopping.Dispose();
        base.Dispose();
    }

    void DropUnwatched()
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            foreach (var (farmId, farm) in farms.Where(f => now - f.Value.Subscription.EmptySince >= KeepFor).ToList())
            {
                farms.Remove(farmId);
                farm.Stop.Cancel();
            }
        }
    }

    Running Start(string farmId)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        var subscription = new FarmSubscription(farmId, cluster, renderer, partials, connections, hub, time, logger);
        return new(subscription, Task.Run(() => subscription.RunAsync(stop.Token)), stop);
    }
}
