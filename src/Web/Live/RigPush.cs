using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using Microsoft.AspNetCore.SignalR;

namespace BloxOs.Web.Live;

/// <summary>
/// Open pages of single rigs of one farm. For them a rig and its timeline have to be asked, and either may not answer: so each is drawn beside the farm's
/// loop and with a limit, and holds up no other rig and no list. What comes while a page is drawn is drawn once, when it is done.
/// </summary>
internal sealed partial class RigPush(LiveRenderer renderer, Func<IClientProxy, IReadOnlyList<LiveItem>, Task> send, IHubContext<LiveHub> hub, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>Time that a page may take, all questions to its rig included.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(5);
    const int AtOnce = 32;
    const int Tries = 4;

    readonly Lock _gate = new();
    readonly Dictionary<string, Open> _open = new(StringComparer.Ordinal);
    readonly SemaphoreSlim _slots = new(AtOnce);
    readonly CancellationTokenSource _stop = new();

    /// <summary>What is to be drawn of a rig, and for whom: whoever watches it, or these tabs.</summary>
    sealed record Draft(RigView Rig, FarmSettings? Settings, IReadOnlyCollection<RigView> Farm, bool ForAll, IReadOnlySet<string> Tabs);

    sealed class Open
    {
        public Draft? Next { get; set; }

        public Task Drawing { get; set; } = Task.CompletedTask;
    }

    /// <summary>Draws the page of a rig for everybody who watches it, or for one tab.</summary>
    /// <param name="rig">The rig.</param>
    /// <param name="settings">Of its farm.</param>
    /// <param name="farm">All rigs of its farm; not changed any more.</param>
    /// <param name="tab">The tab; null for everybody.</param>
    public void Draw(RigView rig, FarmSettings? settings, IReadOnlyCollection<RigView> farm, string? tab)
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested) { return; }
            bool idle = !_open.TryGetValue(rig.RigId, out var open);
            if (open is null) { _open[rig.RigId] = open = new(); }
            open.Next = Both(open.Next, new(rig, settings, farm, tab is null, tab is null ? new HashSet<string>() : new HashSet<string>(StringComparer.Ordinal) { tab }));
            if (idle) { open.Drawing = Task.Run(() => DrawAllAsync(rig.RigId, open, _stop.Token)); }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        List<Task> drawing;
        lock (_gate) { drawing = [.. _open.Values.Select(static open => open.Drawing)]; }
        await Task.WhenAll(drawing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _slots.Dispose();
    }

    async Task DrawAllAsync(string rigId, Open open, CancellationToken stop)
    {
        int failed = 0;
        while (Take(rigId, open) is { } draft)
        {
            try
            {
                await DrawAsync(draft, stop);
                failed = 0;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException && !stop.IsCancellationRequested)
            {
                LogFailed(failure, rigId);
                // What it had to say may be its last for long: that it is away.
                if (++failed >= Tries) { continue; }
                await Task.Delay(s_retryAfter, time, stop);
                lock (_gate) { open.Next = Both(draft, open.Next); }
            }
        }
    }

    async Task DrawAsync(Draft draft, CancellationToken stop)
    {
        IReadOnlyList<LiveItem> items;
        await _slots.WaitAsync(stop);
        try
        {
            using var limit = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
            items = await renderer.RigAsync(draft.Rig, draft.Settings, draft.Farm, either.Token);
        }
        finally { _slots.Release(); }
        await send(draft.ForAll ? hub.Clients.Group(LiveGroup.Rig(draft.Rig.RigId).Name) : hub.Clients.Clients([.. draft.Tabs]), items);
    }

    /// <summary>What is to be drawn next; when there is nothing, the rig is not open any more.</summary>
    Draft? Take(string rigId, Open open)
    {
        lock (_gate)
        {
            var next = open.Next;
            open.Next = null;
            if (next is null) { _open.Remove(rigId); }
            return next;
        }
    }

    static Draft? Both(Draft? earlier, Draft? later) =>
        earlier is null || later is null ? later ?? earlier : later with { ForAll = earlier.ForAll || later.ForAll, Tabs = earlier.Tabs.Union(later.Tabs).ToHashSet(StringComparer.Ordinal) };

    [LoggerMessage(LogLevel.Warning, "The open page of rig {RigId} could not be drawn or sent")]
    partial void LogFailed(Exception failure, string rigId);
}
