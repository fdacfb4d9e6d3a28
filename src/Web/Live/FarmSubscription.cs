using System.Collections.Concurrent;
using System.Threading.Channels;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using Microsoft.AspNetCore.SignalR;

namespace BloxOs.Web.Live;

/// <summary>One farm watched by this host: takes its updates, renders them once and sends them to the groups that look.</summary>
internal sealed partial class FarmSubscription(
    string farmId,
    IClusterClient cluster,
    LiveRenderer renderer,
    PartialRenderer partials,
    LiveConnections connections,
    IHubContext<LiveHub> hub,
    TimeProvider time,
    ILogger<FarmSubscription> logger) : IFarmObserver
{
    static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(30);
    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    static readonly TimeSpan SignOfLifeEvery = TimeSpan.FromSeconds(10);
    static readonly TimeSpan SendPatience = TimeSpan.FromSeconds(2);
    const int InboxNotes = 512;

    // The oldest goes first: a lost update shows as a gap in the numbers and is made good by a whole view.
    readonly Channel<FarmNote> inbox = Channel.CreateBounded<FarmNote>(new BoundedChannelOptions(InboxNotes) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    readonly ConcurrentDictionary<LiveGroup, int> watchers = new();
    readonly Dictionary<string, DateTimeOffset> changedAt = new(StringComparer.Ordinal);
    readonly FarmTold told = new();
    readonly FarmPicture picture = new();
    IFarmObserver? reference;
    bool answers;

    /// <summary>Since when nobody looks; null while someone does. The feed's to keep.</summary>
    public DateTimeOffset? EmptySince { get; set; }

    /// <summary>How many tabs look at each group. Changed by the feed under its lock, read by the loop.</summary>
    public ConcurrentDictionary<LiveGroup, int> Watchers => watchers;

    /// <inheritdoc />
    public Task Updated(FarmUpdate update)
    {
        inbox.Writer.TryWrite(new(update, null));
        return Task.CompletedTask;
    }

    /// <summary>Sends a tab what has changed since its page was rendered.</summary>
    public void Post(CatchUp wish) => inbox.Writer.TryWrite(new(null, wish));

    /// <summary>Watches until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        reference = cluster.CreateObjectReference<IFarmObserver>(this);
        try { await LoopAsync(stop); }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
        finally { await EndAsync(); }
    }

    async Task LoopAsync(CancellationToken stop)
    {
        var renewAt = time.GetUtcNow();
        var signAt = renewAt + SignOfLifeEvery;
        Task<bool>? waiting = null;
        while (!stop.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            if (now >= renewAt) { renewAt = now + (await RenewAsync() ? RenewEvery : RetryAfter); }
            if (now >= signAt)
            {
                if (answers) { await SignOfLifeAsync(); }
                signAt = now + SignOfLifeEvery;
            }
            waiting ??= inbox.Reader.WaitToReadAsync(stop).AsTask();
            await WaitAsync(waiting, Min(renewAt, signAt) - time.GetUtcNow(), stop);
            if (!waiting.IsCompleted) { continue; }
            await waiting;
            waiting = null;
            if (await DrainAsync()) { renewAt = time.GetUtcNow(); }
        }
    }

    /// <summary>Takes everything from the inbox and sends it as one batch. True when an update was lost.</summary>
    async Task<bool> DrainAsync()
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        var removed = new HashSet<string>(StringComparer.Ordinal);
        bool gap = false, settings = false;
        while (inbox.Reader.TryRead(out var note))
        {
            if (note.CatchUp is { } wish) { await CatchUpAsync(wish); }
            if (note.Update is not { } update) { continue; }
            var change = picture.Apply(update);
            gap |= change.Gap;
            settings |= update.Settings is not null;
            changed.UnionWith(change.Changed);
            removed.UnionWith(change.Removed);
        }
        if (picture.IsKnown && (settings || changed.Count + removed.Count > 0)) { await PublishAsync(changed, removed); }
        return gap;
    }

    async Task<bool> RenewAsync()
    {
        try
        {
            var farm = cluster.GetGrain<IFarmGrain>(farmId);
            await farm.Watch(reference!);
            if (await farm.GetView() is { } view)
            {
                var change = picture.Take(view);
                if (change.Changed.Count + change.Removed.Count > 0) { await PublishAsync(change.Changed, change.Removed); }
            }
            answers = true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            if (answers) { LogSilent(failure, farmId); }
            answers = false;
        }
        return answers;
    }

    async Task PublishAsync(IReadOnlyCollection<string> changed, IReadOnlyCollection<string> removed)
    {
        var now = time.GetUtcNow();
        foreach (string id in changed) { changedAt[id] = now; }
        foreach (string id in removed) { changedAt.Remove(id); }
        try
        {
            var farm = LiveGroup.Farm(farmId);
            if (watchers.ContainsKey(farm)) { await SendToTabsAsync(farm, changed, removed); }
            else { told.Forget(); }
            foreach (string id in changed.Union(AskedWhy(changed)))
            {
                var rig = LiveGroup.Rig(id);
                if (watchers.ContainsKey(rig) && picture.Find(id) is { } view) { await SendAsync(rig, await renderer.RigAsync(view, picture)); }
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException) { LogPublishFailed(failure, farmId); }
    }

    /// <summary>Silent rigs that somebody looks at when another falls silent: that it did is evidence of why they are.</summary>
    IEnumerable<string> AskedWhy(IReadOnlyCollection<string> changed) => changed.Any(IsOffline)
        ? watchers.Keys.Where(group => group.Kind == LiveGroup.RigKind && IsOffline(group.Id)).Select(static group => group.Id)
        : [];

    bool IsOffline(string rigId) => picture.Find(rigId)?.Reading.Status == RigStatus.Offline;

    async Task CatchUpAsync(CatchUp wish)
    {
        if (!picture.IsKnown) { return; }
        try
        {
            var missed = changedAt.Where(c => c.Value >= wish.Since).Select(c => c.Key).ToList();
            if (wish.Rigs is not null) { missed.AddRange(wish.Rigs); }
            var items = wish.Group.Kind == LiveGroup.FarmKind ? await MissedAsync(wish.ConnectionId, missed)
                : missed.Contains(wish.Group.Id) && picture.Find(wish.Group.Id) is { } view ? await renderer.RigAsync(view, picture)
                : [];
            await hub.Clients.Client(wish.ConnectionId).SendAsync(LiveHub.BatchMethod, Batch(items)).WaitAsync(SendPatience, time);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException) { LogPublishFailed(failure, farmId); }
    }

    async Task<IReadOnlyList<LiveItem>> MissedAsync(string connectionId, List<string> missed)
    {
        if (connections.Find(connectionId) is not { } tab) { return []; }
        await using var batch = partials.Begin();
        return await renderer.Begin(batch, farmId, picture, missed, [], told: null).ForAsync(tab.Window);
    }

    /// <summary>Each tab gets what it shows. Tabs that show the same share one message.</summary>
    async Task SendToTabsAsync(LiveGroup farm, IReadOnlyCollection<string> changed, IReadOnlyCollection<string> removed)
    {
        await using var batch = partials.Begin();
        var tick = renderer.Begin(batch, farmId, picture, changed, removed, told);
        var messages = new Dictionary<string, (IReadOnlyList<LiveItem> Items, List<string> Tabs)>(StringComparer.Ordinal);
        foreach (var tab in connections.Watching(farm))
        {
            var items = await tick.ForAsync(tab.Window);
            string key = string.Join(' ', items.Select(static item => item.Html.Length == 0 ? "-" + item.Id : item.Id));
            if (messages.TryGetValue(key, out var message)) { message.Tabs.Add(tab.Id); }
            else { messages[key] = (items, [tab.Id]); }
        }
        foreach (var (items, tabs) in messages.Values)
        {
            try { await hub.Clients.Clients(tabs).SendAsync(LiveHub.BatchMethod, Batch(items)).WaitAsync(SendPatience, time); }
            catch (TimeoutException) { LogSlowReader(farm.Name); }
        }
    }

    async Task SignOfLifeAsync()
    {
        foreach (var group in watchers.Keys) { await SendAsync(group, []); }
    }

    async Task SendAsync(LiveGroup group, IReadOnlyList<LiveItem> items)
    {
        // A tab that does not read must not hold up the others: SignalR closes it when its own send times out.
        try { await hub.Clients.Group(group.Name).SendAsync(LiveHub.BatchMethod, Batch(items)).WaitAsync(SendPatience, time); }
        catch (TimeoutException) { LogSlowReader(group.Name); }
    }

    LiveBatch Batch(IReadOnlyList<LiveItem> items) => new(time.GetUtcNow().ToUnixTimeMilliseconds(), items);

    async Task EndAsync()
    {
        try { await cluster.GetGrain<IFarmGrain>(farmId).Unwatch(reference!).WaitAsync(SendPatience, time); }
        catch (Exception failure) when (failure is not OutOfMemoryException) { LogUnwatchFailed(failure, farmId); }
        cluster.DeleteObjectReference<IFarmObserver>(reference!);
    }

    async Task WaitAsync(Task waiting, TimeSpan atMost, CancellationToken stop)
    {
        if (atMost <= TimeSpan.Zero || waiting.IsCompleted) { return; }
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(waiting, Task.Delay(atMost, time, over.Token));
        await over.CancelAsync();
        stop.ThrowIfCancellationRequested();
    }

    static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    [LoggerMessage(LogLevel.Warning, "Farm {FarmId} does not answer; its pages say so and wait")]
    partial void LogSilent(Exception failure, string farmId);

    [LoggerMessage(LogLevel.Error, "An update of farm {FarmId} could not be rendered or sent")]
    partial void LogPublishFailed(Exception failure, string farmId);

    [LoggerMessage(LogLevel.Debug, "A viewer in group {Group} reads too slowly")]
    partial void LogSlowReader(string group);

    [LoggerMessage(LogLevel.Debug, "Farm {FarmId} could not be told that nobody looks any more; it forgets by itself")]
    partial void LogUnwatchFailed(Exception failure, string farmId);
}
