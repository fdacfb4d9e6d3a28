using System.Security.Claims;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Access;

/// <summary>The one place that decides who sees which farm and rig. Pages, handlers and hub methods ask it and nothing else.</summary>
public interface IFarmAccess
{
    /// <summary>The farms of a signed-in person, ordered by name.</summary>
    Task<IReadOnlyList<FarmSummary>> FarmsAsync(ClaimsPrincipal user);

    /// <summary>The farm with its rigs; null when it does not exist or this person's level is below the needed one: both look the same outside.</summary>
    Task<FarmView?> FindFarmAsync(ClaimsPrincipal user, string? farmId, FarmLevel needed);

    /// <summary>The rig; null when it does not exist or this person's level in its farm is below the needed one.</summary>
    Task<RigView?> FindRigAsync(ClaimsPrincipal user, string? rigId, FarmLevel needed);
}

/// <summary>A farm in a person's list.</summary>
public sealed record FarmSummary(string FarmId, string Name, FarmLevel Level);
