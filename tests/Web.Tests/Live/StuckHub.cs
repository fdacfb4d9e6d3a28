using Microsoft.AspNetCore.SignalR;

namespace BloxOs.Web.Tests.Live;

/// <summary>A hub whose sends to one tab go out and do not end, nor do those that it shares: as while it does not read and is not closed yet.</summary>
internal sealed class StuckHub : WrappedHub
{
    readonly TaskCompletionSource _end = new();
    int _sends, _wishes;

    /// <summary>The tab.</summary>
    public string? Tab { get; set; }

    /// <summary>Sends that have begun and not ended.</summary>
    public int Sends => Volatile.Read(ref _sends);

    /// <summary>Sends to that tab alone that have begun.</summary>
    public int Wishes => Volatile.Read(ref _wishes);

    /// <summary>All end, and those after them at once.</summary>
    public void End() => _end.TrySetResult();

    public override IClientProxy Clients(IReadOnlyList<string> connectionIds) => Tab is not null && connectionIds.Contains(Tab) ? new Proxy(this, base.Clients(connectionIds)) : base.Clients(connectionIds);

    public override IClientProxy Client(string connectionId)
    {
        if (connectionId != Tab) { return base.Client(connectionId); }
        Interlocked.Increment(ref _wishes);
        return new Proxy(this, base.Client(connectionId));
    }

    sealed class Proxy(StuckHub hub, IClientProxy real) : IClientProxy
    {
        public async Task SendCoreAsync(string method, object?[] args, CancellationToken cancellationToken = default)
        {
            await real.SendCoreAsync(method, args, cancellationToken);
            Interlocked.Increment(ref hub._sends);
            await hub._end.Task;
        }
    }
}
