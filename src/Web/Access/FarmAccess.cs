using System.Security.Claims;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;

namespace BloxOs.Web.Access;

/// <summary>Asks the farm what a person may do, each time anew. What does not exist and what he may not see look the same.</summary>
internal sealed class FarmAccess(IGrainFactory grains) : IFarmAccess
{
    public async Task<FarmMembership> MembershipAsync(Caller caller, string? farmId)
    {
        if (!OpaqueId.IsValid(farmId)) { return FarmMembership.None; }
        var agreed = await grains.GetGrain<IFarmGrain>(farmId).MembershipOf(caller.UserId);
        if (!agreed.Exists || caller.Farms?.Contains(farmId) == false) { return FarmMembership.None; }
        var level = caller.Role == UserRole.Admin ? FarmLevel.Owner : agreed.Level;
        if (level > caller.Cap) { level = caller.Cap; }
        return level < FarmLevel.Viewer ? FarmMembership.None : agreed with { Level = level };
    }

    public async Task<IReadOnlyList<FarmSummary>> FarmsAsync(ClaimsPrincipal user)
    {
        if (Caller.Of(user) is not { } caller) { return []; }
        var ids = await grains.GetGrain<IUserGrain>(caller.UserId).GetFarms();
        var farms = await Task.WhenAll(ids.Select(async id => (Id: id, Membership: await MembershipAsync(caller, id))));
        return [.. farms.Where(static farm => farm.Membership.Exists).Select(static farm => new FarmSummary(farm.Id, farm.Membership.Name, farm.Membership.Level))
            .OrderBy(static farm => farm.Name, StringComparer.OrdinalIgnoreCase).ThenBy(static farm => farm.FarmId, StringComparer.Ordinal)];
    }

    public async Task<FarmView?> FindFarmAsync(ClaimsPrincipal user, string? farmId, FarmLevel needed)
    {
        if (Caller.Of(user) is not { } caller) { return null; }
        return (await MembershipAsync(caller, farmId)).Level >= Least(needed) ? await grains.GetGrain<IFarmGrain>(farmId!).GetView() : null;
    }

    public async Task<RigView?> FindRigAsync(ClaimsPrincipal user, string? rigId, FarmLevel needed) =>
        Caller.Of(user) is { } caller && await FindRigAsync(caller, rigId) is var (rig, membership) && membership.Level >= Least(needed) ? rig : null;

    public async Task<(RigView Rig, FarmMembership Membership)?> FindRigAsync(Caller caller, string? rigId)
    {
        if (!OpaqueId.IsValid(rigId) || await grains.GetGrain<IRigGrain>(rigId).GetView() is not { } rig) { return null; }
        var membership = await MembershipAsync(caller, rig.Description.FarmId);
        return membership.Exists ? (rig, membership) : null;
    }

    /// <summary>Asking for no level is a slip of the caller's: it must not open anything.</summary>
    static FarmLevel Least(FarmLevel needed) => needed < FarmLevel.Viewer ? FarmLevel.Viewer : needed;
}
