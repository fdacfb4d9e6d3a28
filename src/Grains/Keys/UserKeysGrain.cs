using System.Collections.Immutable;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Keys;

/// <summary>Lists a user's keys, so that they can be counted and ended; each key speaks for itself.</summary>
[GrainType("user-keys")]
internal sealed class UserKeysGrain([PersistentState("user-keys")] IPersistentState<UserKeysState> state, TimeProvider time) : Grain, IUserKeysGrain
{
    public async Task<KeyMade> Create(KeyDraft draft)
    {
        var named = draft with { Name = RigName.Check(draft.Name) };
        if (named.ExpiresAt <= time.GetUtcNow()) { return new(KeyOutcome.Ended, null, null); }
        if (state.State.KeyIds.Count >= IUserKeysGrain.MaxKeys) { return new(KeyOutcome.TooMany, null, null); }

        string keyId = OpaqueId.New(), secret = KeyText.NewApiKey(keyId);
        state.State.KeyIds.Add(keyId);
        await Save();   // first, so that a key that works is always listed
        var key = await Key(keyId).Create(this.GetPrimaryKeyString(), named, KeyText.HashOf(secret));
        return new(KeyOutcome.Done, key, secret);
    }

    public async Task<ImmutableArray<KeyView>> GetKeys()
    {
        var keys = await Task.WhenAll(state.State.KeyIds.Select(id => Key(id).Find()));
        return [.. keys.OfType<KeyView>().Reverse()];
    }

    public async Task<bool> Revoke(string keyId)
    {
        if (!state.State.KeyIds.Contains(keyId)) { return false; }
        await Key(keyId).Revoke();   // first, so that a key that is no longer listed is dead
        state.State.KeyIds.Remove(keyId);
        await Save();
        return true;
    }

    public async Task<int> RevokeAll()
    {
        int count = state.State.KeyIds.Count;
        if (count == 0) { return 0; }
        await Task.WhenAll(state.State.KeyIds.Select(id => Key(id).Revoke()));
        state.State.KeyIds.Clear();
        await Save();
        return count;
    }

    IApiKeyGrain Key(string keyId) => GrainFactory.GetGrain<IApiKeyGrain>(keyId);

    /// <summary>After a failed write memory may differ from the store: the next call reads anew.</summary>
    async Task Save()
    {
        try { await state.WriteStateAsync(); }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
