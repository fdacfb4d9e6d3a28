using Microsoft.AspNetCore.SignalR;

namespace BloxOs.Web.Live;

/// <summary>Counts the calls of a connection, those for things that are not there too, and ends one that calls too fast.</summary>
internal sealed class LivePace(LiveConnections connections, TimeProvider time) : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (connections.Find(invocation.Context.ConnectionId)?.MayCall(time.GetUtcNow()) != false) { return next(invocation); }
        invocation.Context.Abort();
        throw new HubException("Too many calls.");
    }
}
