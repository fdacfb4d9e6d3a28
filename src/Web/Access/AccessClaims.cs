namespace BloxOs.Web.Access;

/// <summary>Names of the claims from which a <see cref="Caller"/> is read.</summary>
internal static class AccessClaims
{
    /// <summary>Role, lower case; absent is the least one.</summary>
    public const string Role = "bloxos.role";

    /// <summary>Id of the session that a browser or an access token belongs to.</summary>
    public const string Session = "bloxos.session";

    /// <summary>When the password was entered last, Unix seconds.</summary>
    public const string Entered = "bloxos.auth";

    /// <summary>Id of the API key.</summary>
    public const string Key = "bloxos.key";

    /// <summary>The level that the caller reaches at most.</summary>
    public const string Cap = "bloxos.cap";

    /// <summary>The key may say which wallets and pools rigs mine to.</summary>
    public const string Wallets = "bloxos.wallets";

    /// <summary>A farm that the key is for; repeated. Absent: all of the owner's.</summary>
    public const string Farm = "bloxos.farm";

    /// <summary>The caller came with an access token.</summary>
    public const string Token = "bloxos.token";
}
