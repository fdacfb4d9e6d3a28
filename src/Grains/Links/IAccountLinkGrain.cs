namespace BloxOs.Grains.Links;

/// <summary>One link that opens something once. The key is the opaque id in its token.</summary>
[Alias("bloxos.IAccountLinkGrain")]
public interface IAccountLinkGrain : IGrainWithStringKey
{
    /// <summary>Makes it; only the SHA-256 of its token is kept.</summary>
    /// <exception cref="InvalidOperationException">There is one with this id.</exception>
    [Alias("Create")]
    Task Create(AccountLink link, byte[] hash);

    /// <summary>The link; null when it was used, is over, or has another hash.</summary>
    [Alias("Find")]
    Task<AccountLink?> Find(byte[] hash);

    /// <summary>The same, for the last time: of racing calls one gets it.</summary>
    [Alias("Use")]
    Task<AccountLink?> Use(byte[] hash);

    /// <summary>Ends it. Nothing happens when there is none.</summary>
    [Alias("Revoke")]
    Task Revoke();
}
