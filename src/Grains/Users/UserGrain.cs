using System.Collections.Immutable;

namespace BloxOs.Grains.Users;

/// <summary>One person's account and list of farms.</summary>
[GrainType("user")]
internal sealed partial class UserGrain([PersistentState("user")] IPersistentState<UserState> state, TimeProvider time) : Grain, IUserGrain
{
    const int MaxFarms = 1_000;

    string UserId => this.GetPrimaryKeyString();

    public async Task<UserOutcome> Create(UserAccount account)
    {
        if (state.RecordExists) { return UserOutcome.Exists; }

        var created = new UserState { CreatedAt = time.GetUtcNow() }.With(account);
        return await ChangeClaiming(account.NormalizedEmail, created, undo: () => Delete());
    }

    public Task<UserAccount?> Find() => Task.FromResult(state.RecordExists ? state.State.ToAccount(UserId) : null);

    public async Task<UserOutcome> Save(UserAccount account)
    {
        if (!state.RecordExists) { return UserOutcome.Gone; }
        if (account.Version != state.State.Version) { return UserOutcome.Changed; }

        var before = state.State;
        var after = before.With(account);
        if (after.NormalizedEmail == before.NormalizedEmail)
        {
            await Write(after);
            return UserOutcome.Done;
        }

        var outcome = await ChangeClaiming(after.NormalizedEmail, after, undo: () => Write(before));
        if (outcome is UserOutcome.Done) { await Email(before.NormalizedEmail).Release(UserId); }
        return outcome;
    }

    public async Task Delete()
    {
        if (!state.RecordExists) { return; }
        var email = state.State.NormalizedEmail;
        await state.ClearStateAsync();
        await Email(email).Release(UserId);
        DeactivateOnIdle();
    }

    public Task<string?> SessionStamp() => Task.FromResult(MaySignIn ? state.State.SecurityStamp : null);

    public async Task CountFailedSignIn()
    {
        if (!state.RecordExists || state.State.AccessFailedCount == int.MaxValue) { return; }
        state.State.AccessFailedCount++;
        await Save();
    }

    public async Task ResetFailedSignIns()
    {
        if (!state.RecordExists || state.State.AccessFailedCount == 0) { return; }
        state.State.AccessFailedCount = 0;
        await Save();
    }

    public async Task AddFarm(string farmId)
    {
        if (!state.RecordExists) { throw new InvalidOperationException("There is no such user."); }
        if (state.State.FarmIds.Contains(farmId)) { return; }
        if (state.State.FarmIds.Length >= MaxFarms) { throw new InvalidOperationException($"A user can have {MaxFarms} farms."); }
        state.State.FarmIds = [.. state.State.FarmIds, farmId];
        await Save();
    }

    public async Task RemoveFarm(string farmId)
    {
        if (!state.RecordExists || !state.State.FarmIds.Contains(farmId)) { return; }
        state.State.FarmIds = [.. state.State.FarmIds.Where(id => id != farmId)];
        await Save();
    }

    public Task<ImmutableArray<string>> GetFarms() => Task.FromResult<ImmutableArray<string>>([.. state.State.FarmIds]);

    /// <summary>Claims the address, writes, confirms: a crash in between leaves a claim that lapses, never an address of two users.</summary>
    async Task<UserOutcome> ChangeClaiming(string email, UserState after, Func<Task> undo)
    {
        if (!await Email(email).Claim(UserId)) { return UserOutcome.EmailTaken; }
        try
        {
            await Write(after);
        }
        catch
        {
            await Email(email).Release(UserId);
            throw;
        }

        if (await Email(email).Confirm(UserId)) { return UserOutcome.Done; }
        await undo();
        return UserOutcome.EmailTaken;
    }

    Task Write(UserState after)
    {
        state.State = after;
        return Save();
    }

    IEmailGrain Email(string normalised) => GrainFactory.GetGrain<IEmailGrain>(normalised);

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
