using System.Collections.Concurrent;
using System.Security.Claims;
using BloxOs.Data.Directory;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;

namespace BloxOs.Web.Access;

/// <summary>Asks the farm what a person may do, each time anew. What does not exist and what he may not see look the same.</summary>
internal sealed partial class FarmAccess(IGrainFactory grains, IDirectory directory, ILogger<FarmAccess> logger) : IFarmAccess
{
    const int AtOnce = 100;
    const int MostNames = 10_000;

    /// <summary>What farms were called when a person was told last, to name one that does not answer.</summary>
    readonly ConcurrentDictionary<(string UserId, string FarmId), string> _told = new();

    /// <summary>A farm that there is not.</summary>
    static readonly string s_noFarm = OpaqueId.New();

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
        var answers = await AskAllAsync(user);
        return answers.Select(static one => one.Failure).OfType<FarmSilentException>().FirstOrDefault() is { } silent ? throw silent : ByName(answers.Select(static one => one.Farm).OfType<FarmSummary>());
    }

    public async Task<FarmsFound> FindFarmsAsync(ClaimsPrincipal user)
    {
        var answers = await AskAllAsync(user);
        return new(ByName(answers.Where(static one => one.Failure is null).Select(static one => one.Farm).OfType<FarmSummary>()), ByName(answers.Where(static one => one.Failure is not null).Select(static one => one.Farm!)));
    }

    /// <summary>Each farm of a person's list: how he stands there, null where he has none; or why that is not known.</summary>
    async Task<List<(FarmSummary? Farm, FarmSilentException? Failure)>> AskAllAsync(ClaimsPrincipal user)
    {
        if (Caller.Of(user) is not { } caller) { return []; }
        var all = new List<(FarmSummary?, FarmSilentException?)>();
        if (_told.Count > MostNames) { _told.Clear(); }
        foreach (string[] ids in (await IdsAsync(caller)).Chunk(AtOnce)) { all.AddRange(await Task.WhenAll(ids.Select(id => AskAsync(caller, id)))); }
        return all;
    }

    async Task<(FarmSummary?, FarmSilentException?)> AskAsync(Caller caller, string farmId)
    {
        try
        {
            var membership = await MembershipAsync(caller, farmId);
            if (!membership.Exists)
            {
                _told.TryRemove((caller.UserId, farmId), out _);
                return (null, null);
            }
            _told[(caller.UserId, farmId)] = membership.Name;
            return (new(farmId, membership.Name, membership.Level), null);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogSilent(failure, farmId);
            return (new(farmId, _told.GetValueOrDefault((caller.UserId, farmId), ""), FarmLevel.None), new(farmId, failure));
        }
    }

    static IReadOnlyList<FarmSummary> ByName(IEnumerable<FarmSummary> farms) =>
        [.. farms.OrderBy(static farm => farm.Name, StringComparer.OrdinalIgnoreCase).ThenBy(static farm => farm.FarmId, StringComparer.Ordinal)];

    /// <summary>An administrator reaches every farm, so his list has them all; each farm is asked afterwards all the same.</summary>
    async Task<IEnumerable<string>> IdsAsync(Caller caller)
    {
        var own = await grains.GetGrain<IUserGrain>(caller.UserId).GetFarms();
        if (caller.Role != UserRole.Admin) { return own; }
        var all = own.ToHashSet(StringComparer.Ordinal);
        string? after = null;
        IReadOnlyList<FarmEntry> page;
        do
        {
            page = await directory.FarmsAsync(after, AtOnce, CancellationToken.None);
            all.UnionWith(page.Select(static farm => farm.FarmId));
            after = page.Count == 0 ? null : page[^1].FarmId;
        }
        while (page.Count == AtOnce);
        return all;
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
        if (!OpaqueId.IsValid(rigId)) { return null; }
        var rig = await grains.GetGrain<IRigGrain>(rigId).GetView();
        var membership = await MembershipAsync(caller, rig?.Description.FarmId ?? s_noFarm);   // as much work for a rig that there never was
        return rig is not null && membership.Exists ? (rig, membership) : null;
    }

    /// <summary>Asking for no level is a slip of the caller's: it must not open anything.</summary>
    static FarmLevel Least(FarmLevel needed) => needed < FarmLevel.Viewer ? FarmLevel.Viewer : needed;

    [LoggerMessage(LogLevel.Warning, "Farm {FarmId} does not say who belongs to it")]
    partial void LogSilent(Exception failure, string farmId);
}
