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

    // A line that brings a message only after this long brings each next one later: its tab would show ever older figures under "Live", and what waits for it would grow.
    static readonly TimeSpan SlowestSend = TimeSpan.FromSeconds(20);
    const int InboxNotes = 512;
    const int MostEarly = 1_000;

    // The oldest goes first: a lost update shows as a gap in the numbers and is made good by a whole view.
    readonly Channel<FarmNote> inbox = Channel.CreateBounded<FarmNote>(new BoundedChannelOptions(InboxNotes) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    readonly ConcurrentDictionary<LiveGroup, int> watchers = new();
    readonly List<CatchUp> early = [];
    readonly FarmMemory memory = new(time);
    readonly FarmTold told = new();
    readonly FarmPicture picture = new();
    IFarmObserver? reference;
    Action<RigView, FarmSettings?, IReadOnlyCollection<RigView>, string?>? draw;
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
        await using var pages = new RigPush(renderer, SendAsync, hub, time, logger);
        draw = pages.Draw;
        try { while (!await TryLoopAsync(stop)) { await Task.Delay(RetryAfter, time, stop); } }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
        finally { await EndAsync(); }
    }

    /// <summary>False when the loop broke: whatever it was, it begins anew. Else every open page of this farm would say "Live" and stand still for as long as anybody looks.</summary>
    async Task<bool> TryLoopAsync(CancellationToken stop)
    {
        try { await LoopAsync(stop); }
        catch (Exception failure) when (failure is not OutOfMemoryException && !stop.IsCancellationRequested)
        {
            LogBroken(failure, farmId);
            return false;
        }
        return true;
    }

    async Task LoopAsync(CancellationToken stop)
    {
        // Time stamps: a clock that is set back must not silence open pages until it has caught up.
        long renewAt = time.GetTimestamp(), signAt = Later(SignOfLifeEvery);
        Task<bool>? waiting = null;
        while (!stop.IsCancellationRequested)
        {
            if (time.GetTimestamp() >= renewAt) { renewAt = Later(await RenewAsync() ? RenewEvery : RetryAfter); }
            if (time.GetTimestamp() >= signAt)
            {
                if (answers) { await SignOfLifeAsync(); }
                signAt = Later(SignOfLifeEvery);
            }
            waiting ??= inbox.Reader.WaitToReadAsync(stop).AsTask();
            await WaitAsync(waiting, time.GetElapsedTime(time.GetTimestamp(), Math.Min(renewAt, signAt)), stop);
            if (!waiting.IsCompleted) { continue; }
            await waiting;
            waiting = null;
            if (await DrainAsync()) { renewAt = time.GetTimestamp(); }
        }
    }

    long Later(TimeSpan span) => time.GetTimestamp() + (long)(span.TotalSeconds * time.TimestampFrequency);

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
                memory.Begin();
                if (change.Changed.Count + change.Removed.Count > 0) { await PublishAsync(change.Changed, change.Removed); }
                foreach (var wish in early) { await CatchUpAsync(wish); }
                early.Clear();
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
        memory.Note(changed, [.. removed.Where(id => picture.Find(id) is null)]);
        DrawRigs([.. changed.Union(AskedWhy(changed)).Where(id => watchers.ContainsKey(LiveGroup.Rig(id)))], null);
        try
        {
            var farm = LiveGroup.Farm(farmId);
            if (watchers.ContainsKey(farm)) { await SendToTabsAsync(farm, changed, removed); }
            else { told.Forget(); }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException) { LogPublishFailed(failure, farmId); }
    }

    /// <summary>Has the pages of these rigs drawn beside this loop, for everybody or one tab.</summary>
    void DrawRigs(IReadOnlyCollection<string> ids, string? tab)
    {
        if (ids.Count == 0) { return; }
        RigView[] farm = [.. picture.Rigs];
        foreach (string id in ids) { if (picture.Find(id) is { } view) { draw!(view, picture.Settings, farm, tab); } }
    }

    /// <summary>Silent rigs that somebody looks at when another falls silent: that it did is evidence of why they are.</summary>
    IEnumerable<string> AskedWhy(IReadOnlyCollection<string> changed) => changed.Any(IsOffline)
        ? watchers.Keys.Where(group => group.Kind == LiveGroup.RigKind && IsOffline(group.Id)).Select(static group => group.Id)
        : [];

    bool IsOffline(string rigId) => picture.Find(rigId)?.Reading.Status == RigStatus.Offline;

    async Task CatchUpAsync(CatchUp wish)
    {
        if (!picture.IsKnown)
        {
            if (early.Count < MostEarly) { early.Add(wish); }
            return;
        }
        if (connections.Find(wish.ConnectionId) is not { } tab) { return; }
        // It has not read what it wished for before: its next wish waits, not the loop.
        if (!tab.Sending.IsCompleted)
        {
            _ = tab.Sending.ContinueWith(_ => Post(wish), TaskScheduler.Default);
            return;
        }
        try
        {
            if (wish.Group.Kind == LiveGroup.RigKind && memory.HasChanged(wish.Group.Id, wish.Since)) { DrawRigs([wish.Group.Id], wish.ConnectionId); }
            else
            {
                tab.Sending = hub.Clients.Client(tab.Id).SendAsync(LiveHub.BatchMethod, await MissedAsync(wish, tab.Window));
                _ = CloseUnlessSentAsync(tab.Sending, tab);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException) { LogPublishFailed(failure, farmId); }
    }

    /// <summary>What a tab does not know of the farm: what changed and what left; when it is older than what is remembered, that it has to fetch everything.</summary>
    async Task<LiveBatch> MissedAsync(CatchUp wish, RigWindow window)
    {
        if (wish.Group.Kind != LiveGroup.FarmKind) { return Batch([]); }
        if (window.ShowsRigs && !memory.Reaches(wish.Since)) { return Batch([]) with { Refetch = true }; }
        string[] changed = [.. memory.ChangedSince(wish.Since), .. wish.Rigs ?? []];
        string[] removed = [.. memory.RemovedSince(wish.Since).Union(window.Near)];   // of these, those that are not in the farm
        await using var batch = partials.Begin();
        return Batch(await renderer.Begin(batch, farmId, picture, changed, removed, told: null).ForAsync(window)) with { List = window.List };
    }

    /// <summary>Each tab gets what it shows. Tabs that show the same share one message.</summary>
    async Task SendToTabsAsync(LiveGroup farm, IReadOnlyCollection<string> changed, IReadOnlyCollection<string> removed)
    {
        await using var batch = partials.Begin();
        var tick = renderer.Begin(batch, farmId, picture, changed, removed, told);
        var messages = new Dictionary<(int List, string? Alone, string Items), (IReadOnlyList<LiveItem> Items, List<LiveConnection> Tabs)>();
        foreach (var tab in connections.Watching(farm))
        {
            var window = tab.Window;
            var items = await tick.ForAsync(window);
            var key = (window.List, tab.IsSlow ? tab.Id : null, string.Join(' ', items.Select(static item => item.Html.Length == 0 ? "-" + item.Id : item.Id)));
            if (messages.TryGetValue(key, out var message)) { message.Tabs.Add(tab); }
            else { messages[key] = (items, [tab]); }
        }
        // All at once: those that do not read cost one patience together, and who is known for it none.
        await Task.WhenAll(messages.Select(one => SendAsync(one.Value.Tabs, Batch(one.Value.Items) with { List = one.Key.List })));
    }

    async Task SendAsync(List<LiveConnection> tabs, LiveBatch batch)
    {
        var sending = hub.Clients.Clients([.. tabs.Select(static tab => tab.Id)]).SendAsync(LiveHub.BatchMethod, batch);
        if (tabs is [{ IsSlow: true } slow]) { _ = CloseUnlessSentAsync(sending, slow); }
        else if (!await IsSentAsync(sending)) { foreach (var tab in tabs) { tab.IsSlow = true; } }
    }

    Task SignOfLifeAsync() => Task.WhenAll(watchers.Keys.Select(group => SendAsync(hub.Clients.Group(group.Name), [])));

    async Task SendAsync(IClientProxy to, IReadOnlyList<LiveItem> items) => await IsSentAsync(to.SendAsync(LiveHub.BatchMethod, Batch(items)));

    /// <summary>Waits a little: a tab that does not read must not hold up the others. SignalR closes it when its own send times out.</summary>
    async Task<bool> IsSentAsync(Task sending)
    {
        try { await sending.WaitAsync(SendPatience, time); }
        catch (TimeoutException)
        {
            LogSlowReader(farmId);
            return false;
        }
        return true;
    }

    /// <summary>For a tab that reads, and too slowly. Closed it comes back by itself, says until then as of when it is, and fetches everything at once, compressed.</summary>
    async Task CloseUnlessSentAsync(Task sending, LiveConnection tab)
    {
        try { await sending.WaitAsync(SlowestSend, time); }
        catch (TimeoutException) { tab.Abort(); }
        catch (Exception failure) when (failure is not OutOfMemoryException) { LogPublishFailed(failure, farmId); }
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

    [LoggerMessage(LogLevel.Warning, "Farm {FarmId} does not answer; its pages say so and wait")]
    partial void LogSilent(Exception failure, string farmId);

    [LoggerMessage(LogLevel.Error, "The live pages of farm {FarmId} broke off; they begin anew")]
    partial void LogBroken(Exception failure, string farmId);

    [LoggerMessage(LogLevel.Error, "An update of farm {FarmId} could not be rendered or sent")]
    partial void LogPublishFailed(Exception failure, string farmId);

    [LoggerMessage(LogLevel.Debug, "A viewer of farm {FarmId} reads too slowly")]
    partial void LogSlowReader(string farmId);

    [LoggerMessage(LogLevel.Debug, "Farm {FarmId} could not be told that nobody looks any more; it forgets by itself")]
    partial void LogUnwatchFailed(Exception failure, string farmId);
}
