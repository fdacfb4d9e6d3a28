namespace BloxOs.Grains.Keys;

/// <summary>The signing keys. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.signing-keys-state")]
internal sealed class SigningKeysState
{
    /// <summary>Newest first; each is encrypted.</summary>
    [Id(0)] public SigningKey[] Keys { get; set; } = [];
}
