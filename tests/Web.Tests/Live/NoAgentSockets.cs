using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Tests.Live;

/// <summary>Rigs of these tests report without sockets, so there is none to close.</summary>
internal sealed class NoAgentSockets : IRigConnections
{
    public Task CloseAsync(string rigId, RigSession session, RigCloseReason reason) => Task.CompletedTask;
}
