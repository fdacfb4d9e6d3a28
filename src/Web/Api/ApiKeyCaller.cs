using System.Security.Claims;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;

namespace BloxOs.Web.Api;

/// <summary>Asks at each call whether a key still holds, and who and what its owner is now: nothing is remembered, so that an end is at once.</summary>
internal sealed class ApiKeyCaller(IGrainFactory grains, TimeProvider time)
{
    /// <summary>The claims behind a key; null when it is none or holds no more, or its owner may not sign in now.</summary>
    public async Task<ClaimsIdentity?> FindAsync(string text, CancellationToken cancellation)
    {
        if (KeyText.ApiKeyId(text) is not { } keyId) { return null; }
        var key = await AccountStore.AskAsync(() => grains.GetGrain<IApiKeyGrain>(keyId).Use(KeyText.HashOf(text)), cancellation);
        if (key is null) { return null; }
        var owner = await AccountStore.AskAsync(grains.GetGrain<IUserGrain>(key.UserId).Find, cancellation);
        return owner is null || owner.LockoutEnd > time.GetUtcNow() ? null : Identity(key, owner);
    }

    /// <summary>The level that a scope reaches at most.</summary>
    public static FarmLevel CapOf(KeyScope scope) => scope switch
    {
        KeyScope.Read => FarmLevel.Viewer,
        KeyScope.Operate => FarmLevel.Operator,
        KeyScope.Manage => FarmLevel.Manager,
        _ => FarmLevel.None,
    };

    static ClaimsIdentity Identity(KeyView key, UserAccount owner)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, key.UserId),
            new(ClaimTypes.Name, key.Name),
            new(AccessClaims.Role, SessionClaims.NameOf(owner.Role)),
            new(AccessClaims.Key, key.KeyId),
            new(AccessClaims.Cap, CapOf(key.Scope).ToString()),
        ];
        if (key.Wallets) { claims.Add(new(AccessClaims.Wallets, "")); }
        claims.AddRange(key.FarmIds.Select(static id => new Claim(AccessClaims.Farm, id)));
        return new(claims, ApiAuthentication.SchemeName);
    }
}
