using Microsoft.AspNetCore.SignalR;

namespace BloxOs.Web.Tests.Live;

/// <summary>A hub whose sends to tabs go out and do not end, as while one of the tabs does not read and is not closed yet.</summary>
internal sealed class StuckHub : WrappedHub
{
    readonly TaskCompletionSource _end = new();
    int _sends;

    /// <summary>Sends that have begun and not ended.</summary>
    public int Sends => Volatile.Read(ref _sends);

    /// <summary>All end, and those after them at once.</summary>
    public void End() => _end.TrySetResult();

    public override IClientProxy Clients(IReadOnlyList<string> connectionIds) => new Proxy(this, base.Clients(connectionIds));

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
