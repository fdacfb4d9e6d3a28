using System.Collections.Concurrent;
using System.Security.Claims;
using BloxOs.Data.Directory;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;

namespace BloxOs.Web.Access;

/// <summary>Asks the farm what a person may do, each time anew. What does not exist and what he may not see look the same.</summary>
internal sealed partial class FarmAccess(IGrainFactory grains, IDirectory directory, TimeProvider time, ILogger<FarmAccess> logger) : IFarmAccess
{
    /// <summary>How long a page that shows what there is waits for one farm.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>A farm that has kept somebody waiting is asked again after this; until then nobody waits for it.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

    const int AtOnce = 100;
    const int MostNames = 10_000;

    /// <summary>What farms were called when a person was told last, to name one that does not answer.</summary>
    readonly ConcurrentDictionary<(string UserId, string FarmId), string> _told = new();

    /// <summary>What farms are being asked, and what they lately did not answer. An answer is never kept: who lost a farm must not see it once more.</summary>
    readonly ConcurrentDictionary<(string UserId, string FarmId), (Task<FarmMembership> Answer, DateTimeOffset At)> _asked = new();

    /// <summary>A farm that there is not.</summary>
    static readonly string s_noFarm = OpaqueId.New();

    public async Task<FarmMembership> MembershipAsync(Caller caller, string? farmId)
    {
        if (!OpaqueId.IsValid(farmId)) { return FarmMembership.None; }
        return Reach(caller, farmId, await grains.GetGrain<IFarmGrain>(farmId).MembershipOf(caller.UserId));
    }

    static FarmMembership Reach(Caller caller, string farmId, FarmMembership agreed)
    {
        if (!agreed.Exists || caller.Farms?.Contains(farmId) == false) { return FarmMembership.None; }
        var level = caller.Role == UserRole.Admin ? FarmLevel.Owner : agreed.Level;
        if (level > caller.Cap) { level = caller.Cap; }
        return level < FarmLevel.Viewer ? FarmMembership.None : agreed with { Level = level };
    }

    public async Task<IReadOnlyList<FarmSummary>> FarmsAsync(ClaimsPrincipal user)
    {
        var answers = await AskAllAsync(user, isPatient: true);
        return answers.Select(static one => one.Failure).OfType<FarmSilentException>().FirstOrDefault() is { } silent ? throw silent : ByName(answers.Select(static one => one.Farm).OfType<FarmSummary>());
    }

    public async Task<FarmsFound> FindFarmsAsync(ClaimsPrincipal user)
    {
        var answers = await AskAllAsync(user, isPatient: false);
        return new(ByName(answers.Where(static one => one.Failure is null).Select(static one => one.Farm).OfType<FarmSummary>()), ByName(answers.Where(static one => one.Failure is not null).Select(static one => one.Farm!)));
    }

    /// <summary>Each farm of a person's list: how he stands there, null where he has none; or why that is not known.</summary>
    async Task<List<(FarmSummary? Farm, FarmSilentException? Failure)>> AskAllAsync(ClaimsPrincipal user, bool isPatient)
    {
        if (Caller.Of(user) is not { } caller) { return []; }
        var all = new List<(FarmSummary?, FarmSilentException?)>();
        if (_told.Count > MostNames) { _told.Clear(); }
        foreach (string[] ids in (await IdsAsync(caller)).Chunk(AtOnce)) { all.AddRange(await Task.WhenAll(ids.Select(id => AskAsync(caller, id, isPatient)))); }
        return all;
    }

    async Task<(FarmSummary?, FarmSilentException?)> AskAsync(Caller caller, string farmId, bool isPatient)
    {
        try
        {
            var membership = isPatient ? await MembershipAsync(caller, farmId) : Reach(caller, farmId, await ShortlyAsync(caller.UserId, farmId));
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

    /// <summary>What the farm says within <see cref="Patience"/>: one question at a time, however often it is put.</summary>
    Task<FarmMembership> ShortlyAsync(string userId, string farmId)
    {
        var (key, now) = ((userId, farmId), time.GetUtcNow());
        if (_asked.TryGetValue(key, out var asked) && (!asked.Answer.IsCompleted || (asked.Answer.Exception?.InnerException is TimeoutException && now - asked.At < RetryAfter))) { return asked.Answer; }
        if (_asked.Count > MostNames) { _asked.Clear(); }
        var answer = grains.GetGrain<IFarmGrain>(farmId).MembershipOf(userId).WaitAsync(Patience, time);
        _asked[key] = (answer, now);
        _ = ForgetAsync(key, answer);
        return answer;
    }

    async Task ForgetAsync((string, string) key, Task<FarmMembership> answer)
    {
        await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (answer.IsCompletedSuccessfully && _asked.TryGetValue(key, out var asked) && asked.Answer == answer) { _asked.TryRemove(key, out _); }
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
