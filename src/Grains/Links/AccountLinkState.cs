namespace BloxOs.Grains.Links;

/// <summary>A link that was not used yet. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.account-link-state")]
internal sealed class AccountLinkState
{
    [Id(0)] public AccountLink Link { get; set; } = new();

    /// <summary>SHA-256 of the token.</summary>
    [Id(1)] public byte[] Hash { get; set; } = [];
}
