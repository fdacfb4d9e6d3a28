using BloxOs.RigSim.Models;

namespace BloxOs.RigSim.Fleet;

/// <summary>One rig of a fleet.</summary>
/// <param name="Token">Its secret towards the server.</param>
/// <param name="Model">What it is made of.</param>
public sealed record SimulatedRig(string Token, RigModel Model)
{
    /// <summary>Without the token, so that it is in no log.</summary>
    public override string ToString() => Model.Name;
}
