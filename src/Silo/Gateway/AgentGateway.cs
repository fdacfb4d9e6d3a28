using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;
using Orleans.Concurrency;

namespace BloxOs.Silo.Gateway;

/// <summary>Reaches the sockets of this silo for the others.</summary>
[Reentrant]
internal sealed class AgentGateway(GrainId grainId, Orleans.Runtime.Silo silo, ILoggerFactory loggers, AgentConnections connections)
    : GrainService(grainId, silo, loggers), IAgentGateway
{
    public Task Close(string rigId, RigSession session, RigCloseReason reason)
    {
        connections.Close(rigId, session, reason);
        return Task.CompletedTask;
    }

    public Task<RigDelivery> Deliver(string rigId, RigSession session, RigOrder order) => connections.DeliverAsync(rigId, session, order);
}
