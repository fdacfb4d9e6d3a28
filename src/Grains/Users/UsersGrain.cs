using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;

namespace BloxOs.Grains.Users;

/// <summary>Changes people in one turn each; asks the other administrators before one goes.</summary>
[GrainType("users")]
internal sealed class UsersGrain([PersistentState("users")] IPersistentState<UsersState> state, TimeProvider time) : Grain, IUsersGrain
{
    const int MaxTries = 5;

    public async Task<UserChange> SetRole(string userId, UserRole role)
    {
        if (role is UserRole.Admin) { await NoteAdmin(userId); }
        else if (!await OthersAreAdmin(userId)) { return await LastAdminOr(userId); }
        if (role is UserRole.Monitor && await OwnsAlone(userId)) { return UserChange.LastOwner; }

        var before = (await User(userId).Find())?.Role ?? role;
        var change = await Change(userId, account => account with { Role = role, SecurityStamp = OpaqueId.New() });
        if (change is UserChange.Done && role is UserRole.Monitor && await OwnsAlone(userId))
        {
            // The other owner left after the look above. Who leaves from here on sees a monitor, and stays.
            return await Change(userId, account => account with { Role = before }) is UserChange.Done ? UserChange.LastOwner : UserChange.Busy;
        }
        if (change is UserChange.Done && role is not UserRole.Admin) { await Forget(userId); }
        return change;
    }

    public async Task<UserChange> SetDisabled(string userId, bool disabled)
    {
        if (disabled && !await OthersAreAdmin(userId)) { return await LastAdminOr(userId); }
        return await Change(userId, account => account with
        {
            LockoutEnd = disabled ? DateTimeOffset.MaxValue : null,
            AccessFailedCount = 0,
            SecurityStamp = OpaqueId.New(),
        });
    }

    public async Task<UserChange> MayGo(string userId)
    {
        if (!await OthersAreAdmin(userId)) { return await LastAdminOr(userId); }
        if (await User(userId).Find() is null) { return UserChange.Gone; }
        return await OwnsAlone(userId) ? UserChange.LastOwner : UserChange.Done;
    }

    public async Task<UserChange> Delete(string userId)
    {
        if (!await OthersAreAdmin(userId)) { return await LastAdminOr(userId); }
        if (await User(userId).Find() is null) { return UserChange.Gone; }
        await User(userId).Delete();
        await Forget(userId);
        return UserChange.Done;
    }

    public async Task NoteAdmin(string userId)
    {
        if (state.State.AdminIds.Add(userId)) { await Save(); }
    }

    /// <summary>Whether somebody else is an administrator who can sign in.</summary>
    async Task<bool> OthersAreAdmin(string userId)
    {
        foreach (var id in state.State.AdminIds.Where(one => one != userId))
        {
            if (await User(id).Find() is { Role: UserRole.Admin } other && !(other.LockoutEnd > time.GetUtcNow())) { return true; }
        }
        // Who is no administrator himself, or cannot sign in as one, leaves none fewer.
        return await User(userId).Find() is { } own && (own.Role is not UserRole.Admin || own.LockoutEnd > time.GetUtcNow());
    }

    async Task<bool> OwnsAlone(string userId)
    {
        foreach (var farmId in await User(userId).GetFarms())
        {
            if (await GrainFactory.GetGrain<IFarmGrain>(farmId).IsOnlyOwner(userId)) { return true; }
        }
        return false;
    }

    async Task<UserChange> LastAdminOr(string userId) => await User(userId).Find() is null ? UserChange.Gone : UserChange.LastAdmin;

    async Task<UserChange> Change(string userId, Func<UserAccount, UserAccount> change)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await User(userId).Find() is not { } account) { return UserChange.Gone; }
            if (await User(userId).Save(change(account)) is UserOutcome.Done) { return UserChange.Done; }
        }
        return UserChange.Busy;
    }

    async Task Forget(string userId)
    {
        if (state.State.AdminIds.Remove(userId)) { await Save(); }
    }

    IUserGrain User(string userId) => GrainFactory.GetGrain<IUserGrain>(userId);

    /// <summary>After a failed write memory may differ from the store: the next call reads anew.</summary>
    async Task Save()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
