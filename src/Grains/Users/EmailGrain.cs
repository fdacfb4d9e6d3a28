namespace BloxOs.Grains.Users;

/// <summary>One e-mail address. The tries live in memory: a restart forgives them, for an address that nobody has as for any other.</summary>
[GrainType("email"), CollectionAgeLimit(Minutes = 60)]
internal sealed class EmailGrain([PersistentState("email")] IPersistentState<EmailState> state, TimeProvider time) : Grain, IEmailGrain
{
    static readonly TimeSpan s_claimLife = TimeSpan.FromMinutes(2);

    const int MailsPerHour = 3;

    readonly SignInThrottle _throttle = new();
    readonly TriesInTime _mails = new(MailsPerHour, TimeSpan.FromHours(1));

    public async Task<bool> Claim(string userId)
    {
        var now = time.GetUtcNow();
        if (IsOf(userId)) { return true; }
        if (state.RecordExists && (state.State.Confirmed || now - state.State.ClaimedAt < s_claimLife)) { return false; }

        state.State = new() { UserId = userId, ClaimedAt = now };
        await Save();
        return true;
    }

    public async Task<bool> Confirm(string userId)
    {
        if (!IsOf(userId)) { return false; }
        if (state.State.Confirmed) { return true; }
        state.State.Confirmed = true;
        await Save();
        return true;
    }

    public async Task Release(string userId)
    {
        if (IsOf(userId)) { await state.ClearStateAsync(); }
    }

    public Task<string?> FindUser() => Task.FromResult(Owner);

    public Task<SignInTurn> BeginSignIn(string networkAddress)
    {
        var wait = _throttle.Begin(networkAddress, time.GetUtcNow());
        return Task.FromResult(new SignInTurn { Wait = wait, UserId = wait is null ? Owner : null });
    }

    public Task SignInSucceeded(string networkAddress)
    {
        _throttle.Succeeded(networkAddress, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task<bool> BeginMail() => Task.FromResult(_mails.Begin(time.GetUtcNow()) is null);

    string? Owner => state.RecordExists && state.State.Confirmed ? state.State.UserId : null;

    bool IsOf(string userId) => state.RecordExists && state.State.UserId == userId;

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
