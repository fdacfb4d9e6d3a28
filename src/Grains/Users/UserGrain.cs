using System.Collections.Immutable;
using BloxOs.Data.Directory;
using Microsoft.Extensions.Logging;

namespace BloxOs.Grains.Users;

/// <summary>One person's account and list of farms.</summary>
[GrainType("user")]
internal sealed partial class UserGrain(
    [PersistentState("user")] IPersistentState<UserState> state, IUserDirectory directory, TimeProvider time, ILogger<UserGrain> logger) : Grain, IUserGrain
{
    const int MaxFarms = 1_000;

    string UserId => this.GetPrimaryKeyString();

    /// <summary>Whoever was made before there was a list, or while it could not be written, comes onto it now.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => state.RecordExists ? List() : Task.CompletedTask;

    public async Task<UserOutcome> Create(UserAccount account)
    {
        if (state.RecordExists) { return UserOutcome.Exists; }

        var created = new UserState { CreatedAt = time.GetUtcNow() }.With(account);
        var outcome = await ChangeClaiming(account.NormalizedEmail, created, undo: () => Delete());
        if (outcome is UserOutcome.Done) { await List(); }
        return outcome;
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
            if (after.DisplayName != before.DisplayName) { await List(); }
            return UserOutcome.Done;
        }

        var outcome = await ChangeClaiming(after.NormalizedEmail, after, undo: () => Write(before));
        if (outcome is UserOutcome.Done)
        {
            await Email(before.NormalizedEmail).Release(UserId);
            await List();
        }
        return outcome;
    }

    public async Task<bool> ReplaceAuthenticatorKey(string stored, string anew)
    {
        if (!state.RecordExists || state.State.AuthenticatorKey != stored) { return false; }
        state.State.AuthenticatorKey = anew;
        state.State.Version++;   // whoever read the account before must not put the old text back
        await Save();
        return true;
    }

    public async Task Delete()
    {
        if (!state.RecordExists) { return; }
        var email = state.State.NormalizedEmail;
        await state.ClearStateAsync();
        await Email(email).Release(UserId);
        await directory.RemoveUserAsync(UserId);
        DeactivateOnIdle();
    }

    public Task<string?> SessionStamp() => Task.FromResult(MaySignIn ? state.State.SecurityStamp : null);

    public Task<UserSummary?> GetSummary() => Task.FromResult(state.RecordExists ? state.State.ToSummary(UserId, time.GetUtcNow()) : null);

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

    /// <summary>The account is what counts: a list that cannot be written now is mended at the next activation.</summary>
    async Task List()
    {
        try
        {
            await directory.PutUserAsync(new(UserId, state.State.NormalizedEmail, state.State.DisplayName));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogUnlisted(failure, UserId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "User {UserId} could not be put on the list of people")]
    partial void LogUnlisted(Exception failure, string userId);
}
