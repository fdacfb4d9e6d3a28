using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace BloxOs.Grains.Keys;

/// <summary>One API key.</summary>
[GrainType("api-key"), CollectionAgeLimit(Minutes = 15)]
internal sealed partial class ApiKeyGrain(
    [PersistentState("api-key")] IPersistentState<ApiKeyState> state, TimeProvider time, ILogger<ApiKeyGrain> logger) : Grain, IApiKeyGrain
{
    /// <summary>A use is noted at most this often.</summary>
    static readonly TimeSpan s_noteEvery = TimeSpan.FromMinutes(1);

    public async Task<KeyView> Create(string userId, KeyDraft draft, byte[] hash)
    {
        if (state.RecordExists) { throw new InvalidOperationException("This key exists already."); }
        state.State = new()
        {
            UserId = userId,
            Name = draft.Name,
            Scope = draft.Scope,
            Wallets = draft.Wallets,
            FarmIds = [.. draft.FarmIds],
            Hash = hash,
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = draft.ExpiresAt,
        };
        await state.WriteStateAsync();
        return View();
    }

    public async Task<KeyView?> Use(byte[] hash)
    {
        if (!state.RecordExists) { return null; }   // it leaves memory by its age: calls that race with a quicker end would fail
        if (!CryptographicOperations.FixedTimeEquals(state.State.Hash, hash) || state.State.ExpiresAt <= time.GetUtcNow()) { return null; }
        await NoteUse();
        return View();
    }

    public Task<KeyView?> Find() => Task.FromResult(state.RecordExists ? View() : null);

    public async Task Revoke()
    {
        if (state.RecordExists) { await state.ClearStateAsync(); }
    }

    /// <summary>A use that could not be noted is no reason to refuse it.</summary>
    async Task NoteUse()
    {
        var now = time.GetUtcNow();
        if (now - state.State.LastUsedAt < s_noteEvery) { return; }
        state.State.LastUsedAt = now;
        try { await state.WriteStateAsync(); }
        catch (Exception failure)
        {
            LogNotNoted(failure, this.GetPrimaryKeyString());
            DeactivateOnIdle();
        }
    }

    KeyView View() => new()
    {
        KeyId = this.GetPrimaryKeyString(),
        UserId = state.State.UserId,
        Name = state.State.Name,
        Scope = state.State.Scope,
        Wallets = state.State.Wallets,
        FarmIds = [.. state.State.FarmIds],
        CreatedAt = state.State.CreatedAt,
        ExpiresAt = state.State.ExpiresAt,
        LastUsedAt = state.State.LastUsedAt,
    };

    [LoggerMessage(LogLevel.Warning, "That key {KeyId} was used could not be saved")]
    partial void LogNotNoted(Exception failure, string keyId);
}
