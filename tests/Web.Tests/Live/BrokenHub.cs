using Microsoft.AspNetCore.SignalR;

namespace BloxOs.Web.Tests.Live;

/// <summary>A hub that fails once for a whole group, with something that nobody expects of it; all else goes to the real one.</summary>
internal sealed class BrokenHub : WrappedHub
{
    int _left = 1;

    /// <summary>It has failed.</summary>
    public bool HasFailed => Volatile.Read(ref _left) < 1;

    public override IClientProxy Group(string groupName) =>
        Interlocked.Exchange(ref _left, 0) == 1 ? throw new NotSupportedException("as nobody expects it") : base.Group(groupName);
}
