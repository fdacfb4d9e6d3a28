using System.Collections.Immutable;

namespace BloxOs.Grains.Links;

/// <summary>Lists invitations; whether one is good is its link's to say.</summary>
[GrainType("account-invites")]
internal sealed class AccountInvitesGrain([PersistentState("account-invites")] IPersistentState<AccountInvitesState> state, TimeProvider time) : Grain, IAccountInvitesGrain
{
    public async Task<bool> Add(AccountInvite invite)
    {
        var now = time.GetUtcNow();
        state.State.Invites.RemoveAll(one => one.ExpiresAt <= now);
        if (state.State.Invites.Count >= IAccountInvitesGrain.MaxOpen) { return false; }
        state.State.Invites.Add(invite);
        await Save();
        return true;
    }

    public Task<ImmutableArray<AccountInvite>> GetInvites()
    {
        var now = time.GetUtcNow();
        return Task.FromResult<ImmutableArray<AccountInvite>>([.. state.State.Invites.Where(one => now < one.ExpiresAt)]);
    }

    public async Task Used(string linkId)
    {
        if (state.State.Invites.RemoveAll(one => one.LinkId == linkId) > 0) { await Save(); }
    }

    public async Task<bool> Revoke(string linkId)
    {
        if (!state.State.Invites.Exists(one => one.LinkId == linkId)) { return false; }
        await GrainFactory.GetGrain<IAccountLinkGrain>(linkId).Revoke();
        await Used(linkId);
        return true;
    }

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
