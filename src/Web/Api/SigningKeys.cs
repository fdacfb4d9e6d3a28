using System.Collections.Immutable;
using System.Security.Cryptography;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Keys;
using BloxOs.Web.Accounts;
using BloxOs.Web.Secrets;
using Microsoft.IdentityModel.Tokens;

namespace BloxOs.Web.Api;

/// <summary>
/// The keys that sign access tokens: 256 random bits each, kept by a grain in a form that only web processes with the key ring can read. A new one is
/// made every month; the one before it stays for the tokens that it signed.
/// </summary>
internal sealed class SigningKeys(IGrainFactory grains, ISecretBox box, TimeProvider time) : IDisposable
{
    const int KeyBytes = 32;

    static readonly TimeSpan s_newEvery = TimeSpan.FromDays(30);
    static readonly TimeSpan s_lookEvery = TimeSpan.FromMinutes(1);

    readonly SemaphoreSlim _one = new(1, 1);
    (DateTimeOffset At, ImmutableArray<SymmetricSecurityKey> Keys) _known = (DateTimeOffset.MinValue, []);

    /// <summary>The key that signs now.</summary>
    public async Task<SecurityKey> CurrentAsync(CancellationToken cancellation) => (await KnownAsync(null, cancellation))[0];

    /// <summary>The key of this id; null when there is none of ours.</summary>
    public async Task<SecurityKey?> FindAsync(string id, CancellationToken cancellation) =>
        OpaqueId.IsValid(id) ? (await KnownAsync(id, cancellation)).FirstOrDefault(key => key.KeyId == id) : null;

    public void Dispose() => _one.Dispose();

    async Task<ImmutableArray<SymmetricSecurityKey>> KnownAsync(string? wanted, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            bool isNew = wanted is not null && _known.Keys.All(key => key.KeyId != wanted);
            // Another process may have made a key just now; a made-up id must not have us ask each time.
            if (_known.Keys.IsEmpty || time.GetUtcNow() - _known.At > (isNew ? TimeSpan.FromSeconds(5) : s_lookEvery)) { _known = (time.GetUtcNow(), await ReadAsync(cancellation)); }
            return _known.Keys;
        }
        finally
        {
            _one.Release();
        }
    }

    async Task<ImmutableArray<SymmetricSecurityKey>> ReadAsync(CancellationToken cancellation)
    {
        var grain = grains.GetGrain<ISigningKeysGrain>(ISigningKeysGrain.Key);
        var stored = await AccountStore.AskAsync(grain.GetKeys, cancellation);
        if (stored.IsEmpty || time.GetUtcNow() - stored[0].CreatedAt > s_newEvery || Open(stored[0]) is null)
        {
            string secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));
            var made = new SigningKey(OpaqueId.New(), box.Protect(SecretKind.JwtSigningKey, secret), time.GetUtcNow());
            string? replaced = stored.IsEmpty ? null : stored[0].Id;
            stored = await AccountStore.AskAsync(() => grain.Add(made, replaced), cancellation);
        }
        return [.. stored.Select(Open).OfType<SymmetricSecurityKey>()];
    }

    /// <summary>Null when the key ring that closed it is not here: its tokens are dead.</summary>
    SymmetricSecurityKey? Open(SigningKey key) =>
        box.Unprotect(SecretKind.JwtSigningKey, key.Protected) is { } secret ? new(Convert.FromBase64String(secret)) { KeyId = key.Id } : null;
}
