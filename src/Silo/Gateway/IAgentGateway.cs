using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;
using Orleans.Services;

namespace BloxOs.Silo.Gateway;

/// <summary>The gateway of one silo, as the others reach it.</summary>
[Alias("bloxos.IAgentGateway")]
internal interface IAgentGateway : IGrainService
{
    /// <summary>Closes that connection when it still stands.</summary>
    [Alias("Close")]
    Task Close(string rigId, RigSession session, RigCloseReason reason);

    /// <summary>Writes an order to that connection when it still stands.</summary>
    [Alias("Deliver")]
    Task<RigDelivery> Deliver(string rigId, RigSession session, RigOrder order);
}
