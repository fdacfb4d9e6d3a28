using System.Security.Cryptography;
using BloxOs.Grains.Users;

namespace BloxOs.Grains.Keys;

/// <summary>One family of refresh tokens. It keeps the hash of the current token only: older ones are known by the secret that they share.</summary>
[GrainType("token-family"), CollectionAgeLimit(Minutes = 15)]
internal sealed class TokenFamilyGrain([PersistentState("token-family")] IPersistentState<TokenFamilyState> state, TimeProvider time) : Grain, ITokenFamilyGrain
{
    public async Task Begin(TokenFamily family, byte[] tokenHash)
    {
        if (state.RecordExists) { throw new InvalidOperationException("This family exists already."); }
        state.State = new()
        {
            UserId = family.UserId,
            Mark = family.Mark,
            SecretHash = family.SecretHash,
            TokenHash = tokenHash,
            EnteredAt = family.EnteredAt,
            EndsAt = family.EndsAt,
        };
        await state.WriteStateAsync();
    }

    public Task<TokenFamily?> Find(byte[] tokenHash) => Task.FromResult(
        state.RecordExists && CryptographicOperations.FixedTimeEquals(state.State.TokenHash, tokenHash) && time.GetUtcNow() < state.State.EndsAt ? Family() : null);

    public async Task<TokenTaken> Take(byte[] tokenHash, byte[] secretHash, byte[] nextHash)
    {
        if (!state.RecordExists) { return TokenTaken.Unknown; }   // it leaves memory by its age: calls that race with a quicker end would fail
        if (!CryptographicOperations.FixedTimeEquals(state.State.SecretHash, secretHash)) { return TokenTaken.Unknown; }
        if (!CryptographicOperations.FixedTimeEquals(state.State.TokenHash, tokenHash))
        {
            var family = Family();
            await GrainFactory.GetGrain<IUserGrain>(family.UserId).EndSession(this.GetPrimaryKeyString());
            await End();
            return new(TokenOutcome.Reused, family);
        }
        if (state.State.EndsAt <= time.GetUtcNow())
        {
            await End();
            return TokenTaken.Unknown;
        }
        state.State.TokenHash = nextHash;
        try { await state.WriteStateAsync(); }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
        return new(TokenOutcome.Done, Family());
    }

    public async Task End()
    {
        if (state.RecordExists) { await state.ClearStateAsync(); }
    }

    TokenFamily Family() => new()
    {
        UserId = state.State.UserId,
        Mark = state.State.Mark,
        SecretHash = state.State.SecretHash,
        EnteredAt = state.State.EnteredAt,
        EndsAt = state.State.EndsAt,
    };
}
