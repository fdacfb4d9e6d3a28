using System.Collections.Immutable;

namespace BloxOs.Grains.Keys;

/// <summary>Keeps the signing keys; only web processes can read what is in them.</summary>
[GrainType("signing-keys")]
internal sealed class SigningKeysGrain([PersistentState("signing-keys")] IPersistentState<SigningKeysState> state) : Grain, ISigningKeysGrain
{
    const int Most = 2;

    public Task<ImmutableArray<SigningKey>> GetKeys() => Task.FromResult<ImmutableArray<SigningKey>>([.. state.State.Keys]);

    public async Task<ImmutableArray<SigningKey>> Add(SigningKey key, string? insteadOf)
    {
        if (state.State.Keys.FirstOrDefault()?.Id == insteadOf)
        {
            state.State.Keys = [key, .. state.State.Keys.Take(Most - 1)];
            try { await state.WriteStateAsync(); }
            catch
            {
                DeactivateOnIdle();
                throw;
            }
        }
        return await GetKeys();
    }
}
