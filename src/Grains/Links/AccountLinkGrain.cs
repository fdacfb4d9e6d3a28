using System.Security.Cryptography;

namespace BloxOs.Grains.Links;

/// <summary>Keeps a link until it is used or found to be over.</summary>
[GrainType("account-link"), CollectionAgeLimit(Minutes = 10)]
internal sealed class AccountLinkGrain([PersistentState("account-link")] IPersistentState<AccountLinkState> state, TimeProvider time) : Grain, IAccountLinkGrain
{
    public async Task Create(AccountLink link, byte[] hash)
    {
        if (state.RecordExists) { throw new InvalidOperationException("There is a link with this id."); }
        state.State = new() { Link = link, Hash = hash };
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

    public async Task<AccountLink?> Find(byte[] hash)
    {
        if (!state.RecordExists || !CryptographicOperations.FixedTimeEquals(hash, state.State.Hash)) { return null; }
        if (time.GetUtcNow() < state.State.Link.ExpiresAt) { return state.State.Link; }
        await Drop();
        return null;
    }

    public async Task<AccountLink?> Use(byte[] hash)
    {
        if (await Find(hash) is not { } link) { return null; }
        await Drop();
        return link;
    }

    public Task Revoke() => state.RecordExists ? Drop() : Task.CompletedTask;

    async Task Drop()
    {
        try
        {
            await state.ClearStateAsync();   // it leaves memory by its age: calls that race with a quicker end would fail
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
