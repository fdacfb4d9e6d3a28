using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;
using Orleans.Runtime.Services;

namespace BloxOs.Silo.Gateway;

/// <summary>Finds the socket of a rig: in this process, or through the gateway of the silo that holds it.</summary>
internal sealed class RigConnections(IServiceProvider services, ILocalSiloDetails local, AgentConnections connections)
    : GrainServiceClient<IAgentGateway>(services), IRigConnections
{
    public Task CloseAsync(string rigId, RigSession session, RigCloseReason reason)
    {
        if (!session.Silo.Equals(local.SiloAddress)) { return GetGrainService(session.Silo).Close(rigId, session, reason); }
        connections.Close(rigId, session, reason);
        return Task.CompletedTask;
    }

    public string DigestOf(Grains.Commands.WantedWork wanted) => OrderMapping.DigestOf(wanted);

    public Task<RigDelivery> DeliverAsync(string rigId, RigSession session, RigOrder order) => session.Silo.Equals(local.SiloAddress)
        ? connections.DeliverAsync(rigId, session, order)
        : GetGrainService(session.Silo).Deliver(rigId, session, order);
}
