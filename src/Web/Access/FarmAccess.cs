using System.Security.Claims;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;

namespace BloxOs.Web.Access;

/// <summary>Asks the farm what a person may do, each time anew. What does not exist and what he may not see look the same.</summary>
internal sealed class FarmAccess(IGrainFactory grains) : IFarmAccess
{
    public async Task<IReadOnlyList<FarmSummary>> FarmsAsync(ClaimsPrincipal user)
    {
        if (UserId(user) is not { } userId) { return []; }
        var ids = await grains.GetGrain<IUserGrain>(userId).GetFarms();
        var farms = await Task.WhenAll(ids.Select(id => SummaryAsync(userId, id)));
        return [.. farms.OfType<FarmSummary>().OrderBy(static farm => farm.Name, StringComparer.OrdinalIgnoreCase).ThenBy(static farm => farm.FarmId, StringComparer.Ordinal)];
    }

    public async Task<FarmView?> FindFarmAsync(ClaimsPrincipal user, string? farmId, FarmLevel needed)
    {
        if (UserId(user) is not { } userId || !OpaqueId.IsValid(farmId)) { return null; }
        return await LevelAsync(userId, farmId) >= Least(needed) ? await grains.GetGrain<IFarmGrain>(farmId).GetView() : null;
    }

    public async Task<RigView?> FindRigAsync(ClaimsPrincipal user, string? rigId, FarmLevel needed)
    {
        if (UserId(user) is not { } userId || !OpaqueId.IsValid(rigId)) { return null; }
        if (await grains.GetGrain<IRigGrain>(rigId).GetView() is not { } rig) { return null; }
        return await LevelAsync(userId, rig.Description.FarmId) >= Least(needed) ? rig : null;
    }

    async Task<FarmSummary?> SummaryAsync(string userId, string farmId)
    {
        var membership = await grains.GetGrain<IFarmGrain>(farmId).MembershipOf(userId);
        return membership.Level < FarmLevel.Viewer ? null : new(farmId, membership.Name, membership.Level);
    }

    async Task<FarmLevel> LevelAsync(string userId, string farmId) => (await grains.GetGrain<IFarmGrain>(farmId).MembershipOf(userId)).Level;

    /// <summary>Asking for no level is a slip of the caller's: it must not open anything.</summary>
    static FarmLevel Least(FarmLevel needed) => needed < FarmLevel.Viewer ? FarmLevel.Viewer : needed;

    static string? UserId(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true && user.FindFirstValue(ClaimTypes.NameIdentifier) is { } id && OpaqueId.IsValid(id) ? id : null;
}
