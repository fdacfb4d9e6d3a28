using BloxOs.Grains.Commands;

namespace BloxOs.Grains.Rigs;

/// <summary>Why a rig ends a connection of its agent.</summary>
[GenerateSerializer, Alias("bloxos.rig-close-reason")]
public enum RigCloseReason
{
    /// <summary>A newer connection speaks for the rig.</summary>
    Replaced,

    /// <summary>The token that it used is no longer good.</summary>
    Revoked,
}

/// <summary>The sockets of agents, wherever they are. Implemented by the silo's gateway.</summary>
public interface IRigConnections
{
    /// <summary>Closes that connection, if it still stands on its silo; a silo that is gone took its sockets along.</summary>
    Task CloseAsync(string rigId, RigSession session, RigCloseReason reason);

    /// <summary>What a rig that has this says as <see cref="AppliedWork.Digest"/>.</summary>
    string DigestOf(WantedWork wanted);

    /// <summary>Writes an order to that connection, if it still stands and is ready.</summary>
    Task<RigDelivery> DeliverAsync(string rigId, RigSession session, RigOrder order);
}
