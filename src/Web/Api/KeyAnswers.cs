using BloxOs.Grains.Keys;

namespace BloxOs.Web.Api;

/// <summary>An API key without its secret.</summary>
/// <param name="Id">Opaque id; also in the key itself.</param>
/// <param name="Name">Its name.</param>
/// <param name="Scope">What it may do at most.</param>
/// <param name="FarmIds">The only farms that it is for; empty for all of its owner.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
/// <param name="LastUsedAt">When it was used last, to the minute; null for never.</param>
/// <param name="Wallets">It may also say which wallets and pools rigs mine to.</param>
internal sealed record KeyAnswer(
    string Id, string Name, KeyScope Scope, IReadOnlyList<string> FarmIds, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, bool Wallets)
{
    /// <summary>As the owner sees it.</summary>
    public static KeyAnswer Of(KeyView key) => new(key.KeyId, key.Name, key.Scope, key.FarmIds, key.CreatedAt, key.ExpiresAt, key.LastUsedAt, key.Wallets);
}

/// <summary>A new API key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Secret">What a program sends as Bearer token. Shown this once: the server keeps no copy that could be read.</param>
internal sealed record KeyMadeAnswer(KeyAnswer Key, string Secret)
{
    /// <summary>Without the secret, so that no log line holds it.</summary>
    public override string ToString() => $"key {Key.Id}";
}

/// <summary>A key that is wanted.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Scope">What it may do at most.</param>
/// <param name="FarmIds">The only farms that it is for; empty or left out for all of yours.</param>
/// <param name="ExpiresAt">When it ends; left out for never.</param>
/// <param name="Wallets">It may also say which wallets and pools rigs mine to; needs the scope manage. Left out: it may not.</param>
internal sealed record KeyInput(string Name, KeyScope Scope, IReadOnlyList<string>? FarmIds = null, DateTimeOffset? ExpiresAt = null, bool Wallets = false);
