using System.Diagnostics.CodeAnalysis;
using BloxOs.Grains.Farms;
using BloxOs.Web.Access;
using Microsoft.AspNetCore.SignalR;

namespace BloxOs.Web.Live;

/// <summary>Where open pages ask to be kept up to date. The other end is <c>wwwroot/js/live.js</c>; RequestGuard has refused foreign origins before.</summary>
[NeedsSignIn]
internal sealed class LiveHub(LiveConnections connections, FarmFeed feed, IHostApplicationLifetime lifetime, TimeProvider time) : Hub
{
    /// <summary>Path of the hub.</summary>
    public const string Path = "/live";

    /// <summary>What the browser listens to: one <see cref="LiveBatch"/>.</summary>
    public const string BatchMethod = "batch";

    // Clocks of two hosts differ a little, and a page takes a moment to render.
    static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(3);

    /// <inheritdoc />
    public override Task OnConnectedAsync()
    {
        connections.Add(new(Context.ConnectionId, Context.User!, time.GetUtcNow(), Context.Abort));
        // Let in in the instant in which the stop began, when those that were open had been closed already.
        if (lifetime.ApplicationStopping.IsCancellationRequested) { Context.Abort(); }
        return base.OnConnectedAsync();
    }

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        foreach (var watch in connections.Remove(Context.ConnectionId)?.Close() ?? []) { feed.Unwatch(watch); }
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>Sends what changes on a farm's page.</summary>
    /// <exception cref="HubException">No such farm for this person, or too many watches.</exception>
    [NeedsFarm(FarmLevel.Viewer)]
    [SuppressMessage("Style", "IDE0060", Justification = "The gate reads it.")]
    public Task WatchFarm(string farmId)
    {
        string granted = HubDoor.GrantedOf(Context).FarmId;
        return WatchAsync(Current(), new(LiveGroup.Farm(granted), granted));
    }

    /// <summary>Sends what changes on a rig's page.</summary>
    /// <exception cref="HubException">No such rig for this person, or too many watches.</exception>
    [NeedsRig(FarmLevel.Viewer)]
    [SuppressMessage("Style", "IDE0060", Justification = "The gate reads it.")]
    public Task WatchRig(string rigId)
    {
        var granted = HubDoor.GrantedOf(Context);
        return WatchAsync(Current(), new(LiveGroup.Rig(granted.Rig!.RigId), granted.FarmId));
    }

    /// <summary>Sends what changed in everything watched since the page was rendered.</summary>
    /// <param name="since">Server time that the page was made with, Unix milliseconds.</param>
    public Task CatchUp(long since)
    {
        var connection = Current();
        var from = Moment(since) - ClockSlack;
        foreach (var watch in connection.Watches) { feed.Post(watch.FarmId, new(connection.Id, watch.Group, from)); }
        return Task.CompletedTask;
    }

    /// <summary>Says what the page shows of its farm's rigs; from then on only that is sent, and what is new in it at once.</summary>
    public Task Show(RigWindow? window)
    {
        var connection = Current();
        var shown = window ?? RigWindow.Everything;
        var before = connection.Show(shown);
        var since = shown.Since is { } asked ? Moment(asked) : DateTimeOffset.MaxValue;
        foreach (var watch in connection.Watches.Where(static w => w.Group.Kind == LiveGroup.FarmKind))
        {
            feed.Post(watch.FarmId, new(connection.Id, watch.Group, since, shown.NewSince(before)));
        }
        return Task.CompletedTask;
    }

    DateTimeOffset Moment(long said) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(said, 0, time.GetUtcNow().ToUnixTimeMilliseconds()));

    LiveConnection Current() => connections.Find(Context.ConnectionId) ?? throw new HubException("This connection is closed.");

    async Task WatchAsync(LiveConnection connection, LiveWatch watch)
    {
        // Counted before it is noted: a tab that leaves in between gives back what was noted, and what was not is given back here.
        feed.Watch(watch);
        var answer = connection.Add(watch);
        if (answer != LiveWatchAnswer.Added) { feed.Unwatch(watch); }
        if (answer == LiveWatchAnswer.TooMany) { throw new HubException($"A page watches at most {LiveConnection.MostWatches} farms and rigs."); }
        if (answer == LiveWatchAnswer.Added) { await Groups.AddToGroupAsync(Context.ConnectionId, watch.Group.Name); }
    }
}
