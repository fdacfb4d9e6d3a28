using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Access;

/// <summary>What the gate found when it let a call in.</summary>
/// <param name="Caller">Who calls.</param>
/// <param name="FarmId">The farm; "" when the call concerns none.</param>
/// <param name="FarmName">Its name.</param>
/// <param name="Level">How far the caller reaches there.</param>
/// <param name="Rig">The rig, when the call concerns one.</param>
internal sealed record Granted(Caller Caller, string FarmId, string FarmName, FarmLevel Level, RigView? Rig)
{
    /// <summary>He reaches this level.</summary>
    public bool May(FarmLevel level) => Level >= level;
}
