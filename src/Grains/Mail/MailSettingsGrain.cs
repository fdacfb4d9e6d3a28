using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Mail;

/// <summary>Keeps the mail server's settings.</summary>
[GrainType("mail-settings")]
internal sealed class MailSettingsGrain([PersistentState("mail-settings")] IPersistentState<MailSettingsState> state) : Grain, IMailSettingsGrain
{
    public Task<MailOptions?> Get() => Task.FromResult(state.State.Options);

    public async Task<ChangeResult> Save(MailOptions options)
    {
        if (options.Version != (state.State.Options?.Version ?? 0)) { return ChangeResult.Changed(state.State.Version); }
        await Write(options);
        return ChangeResult.Done(state.State.Version);
    }

    public async Task<ChangeResult> Remove(long version)
    {
        if (state.State.Options is not { } options) { return ChangeResult.NotFound; }
        if (options.Version != version) { return ChangeResult.Changed(options.Version); }
        await Write(null);
        return ChangeResult.Done(state.State.Version);
    }

    public async Task ReplacePassword(string stored, string anew)
    {
        if (state.State.Options is { } options && options.Password == stored) { await Write(options with { Password = anew }, options.Version); }
    }

    async Task Write(MailOptions? options, long? version = null)
    {
        long next = version ?? state.State.Version + 1;
        state.State = new() { Version = next, Options = options is null ? null : options with { Version = next } };
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();   // memory may differ from the store: the next call reads anew
            throw;
        }
    }
}
