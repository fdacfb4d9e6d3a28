using System.Security.Claims;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Access;

/// <summary>The one place that decides who sees which farm and rig, and how far he reaches there. The <see cref="Gate"/> and all else ask it.</summary>
public interface IFarmAccess
{
    /// <summary>How far this caller reaches in a farm; <see cref="FarmMembership.None"/> when it does not exist for him.</summary>
    Task<FarmMembership> MembershipAsync(Caller caller, string? farmId);

    /// <summary>The farms that this caller belongs to, for an administrator all there are, ordered by name. For answers that must be whole.</summary>
    /// <exception cref="FarmSilentException">One of them does not answer.</exception>
    Task<IReadOnlyList<FarmSummary>> FarmsAsync(ClaimsPrincipal user);

    /// <summary>The same for pages that show what there is: farms that do not answer stand apart.</summary>
    Task<FarmsFound> FindFarmsAsync(ClaimsPrincipal user);

    /// <summary>The farm with its rigs; null when it does not exist or this person's level is below the needed one: both look the same outside.</summary>
    Task<FarmView?> FindFarmAsync(ClaimsPrincipal user, string? farmId, FarmLevel needed);

    /// <summary>The rig; null when it does not exist or this person's level in its farm is below the needed one.</summary>
    Task<RigView?> FindRigAsync(ClaimsPrincipal user, string? rigId, FarmLevel needed);

    /// <summary>The rig and how far this caller reaches in its farm; null when it does not exist for him.</summary>
    Task<(RigView Rig, FarmMembership Membership)?> FindRigAsync(Caller caller, string? rigId);
}

/// <summary>A farm in a person's list.</summary>
public sealed record FarmSummary(string FarmId, string Name, FarmLevel Level);

/// <summary>A person's farms.</summary>
/// <param name="Farms">Those that answered, ordered by name.</param>
/// <param name="Silent">Those on his list that did not. Whether he may see them is not known: their names are those that he was told before, or empty.</param>
public sealed record FarmsFound(IReadOnlyList<FarmSummary> Farms, IReadOnlyList<FarmSummary> Silent);

/// <summary>A farm did not answer.</summary>
public sealed class FarmSilentException(string farmId, Exception failure) : Exception($"The farm {farmId} does not answer.", failure);
