using System.Collections.Immutable;
using BloxOs.Grains.Users;

namespace BloxOs.Grains.Farms;

/// <summary>Who may do what. What the farm says is the truth; the users' own lists of farms follow it.</summary>
internal sealed partial class FarmGrain
{
    public Task<FarmMembership> MembershipOf(string userId) =>
        Task.FromResult(Exists ? new(true, state.State.Name, state.State.Members.GetValueOrDefault(userId)) : FarmMembership.None);

    public Task<ImmutableArray<FarmMember>> GetMembers() => Task.FromResult(Exists ? FarmPeople.Listed(state.State.Members) : []);

    public async Task<ChangeResult> ChangeLevel(string userId, FarmLevel level, FarmLevel? read)
    {
        if (WhyNot(userId, read) is { } not) { return not; }
        if (level == FarmLevel.Owner && await OnlyLooks(userId)) { return ChangeResult.Refused(FarmPeople.OnlyLooks); }
        return await Change(FarmPeople.WhyNotLevel(await Acting(), userId, level), () => SetLevel(userId, level));
    }

    public async Task<ChangeResult> RemoveMember(string userId, FarmLevel? read)
    {
        if (WhyNot(userId, read) is { } not) { return not; }
        return await Change(FarmPeople.WhyNotRemove(await Acting(), userId), () => SetLevel(userId, FarmLevel.None));
    }

    public async Task<bool> IsOnlyOwner(string userId) => Exists && FarmPeople.IsLastOwner(await Acting(), userId);

    public async Task<ChangeResult> TransferOwnership(string fromUserId, string toUserId)
    {
        if (!Exists || !state.State.Members.ContainsKey(toUserId)) { return ChangeResult.NotFound; }
        if (await OnlyLooks(toUserId)) { return ChangeResult.Refused(FarmPeople.OnlyLooks); }
        if (!await CanAct(toUserId)) { return ChangeResult.Refused(FarmPeople.Disabled); }
        string? refusal = FarmPeople.WhyNotTransfer(state.State.Members, fromUserId, toUserId);
        return await Change(refusal, () =>
        {
            SetLevel(toUserId, FarmLevel.Owner);
            SetLevel(fromUserId, FarmLevel.Manager);
        });
    }

    /// <summary>A member's level is his version: he is changed as he was read.</summary>
    ChangeResult? WhyNot(string userId, FarmLevel? read) =>
        !Exists || !state.State.Members.TryGetValue(userId, out var level) ? ChangeResult.NotFound
        : read is { } was && was != level ? ChangeResult.Changed((long)level)
        : null;

    /// <summary>
    /// The members whose levels count: an owner who became a monitor or was disabled can do nothing for the farm. Where no owner can, all count, so that
    /// the farm keeps one at least.
    /// </summary>
    async Task<Dictionary<string, FarmLevel>> Acting()
    {
        var acting = new Dictionary<string, FarmLevel>(state.State.Members, StringComparer.Ordinal);
        foreach (var (userId, level) in state.State.Members)
        {
            if (level == FarmLevel.Owner && !await CanAct(userId)) { acting.Remove(userId); }
        }
        return acting.ContainsValue(FarmLevel.Owner) ? acting : state.State.Members;
    }

    async Task<bool> CanAct(string userId) =>
        await GrainFactory.GetGrain<IUserGrain>(userId).Find() is not { } account || !(account.Role is UserRole.Monitor || account.LockoutEnd > time.GetUtcNow());

    async Task<bool> OnlyLooks(string userId) => await GrainFactory.GetGrain<IUserGrain>(userId).Find() is { Role: UserRole.Monitor };

    async Task<ChangeResult> Change(string? refusal, Action change)
    {
        if (refusal is not null) { return ChangeResult.Refused(refusal); }
        change();
        await SaveAsync();
        await Finish();
        return ChangeResult.Done();
    }

    /// <summary>Sets it in memory, and notes that the user's own list has to follow.</summary>
    void SetLevel(string userId, FarmLevel level)
    {
        bool listed = state.State.Members.ContainsKey(userId);
        if (level == FarmLevel.None) { state.State.Members.Remove(userId); }
        else { state.State.Members[userId] = level; }
        if (listed != (level != FarmLevel.None)) { state.State.ListsToChange.Add(userId); }
    }

    /// <summary>Brings the users' lists in line; what could not be done stays noted.</summary>
    async Task ChangeLists()
    {
        if (state.State.ListsToChange.Count == 0) { return; }
        foreach (string userId in state.State.ListsToChange.ToArray())
        {
            state.State.ListsToChange.Remove(userId);
            try { await ChangeList(userId); }
            catch
            {
                state.State.ListsToChange.Add(userId);
                throw;
            }
        }
        await SaveAsync();
    }

    async Task ChangeList(string userId)
    {
        var user = GrainFactory.GetGrain<IUserGrain>(userId);
        if (!state.State.Members.ContainsKey(userId)) { await user.RemoveFarm(FarmId); }
        else if (await user.Find() is not null) { await user.AddFarm(FarmId); }
    }
}
