namespace BloxOs.Grains.Keys;

/// <summary>Which keys a user has. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.user-keys-state")]
internal sealed class UserKeysState
{
    /// <summary>Oldest first.</summary>
    [Id(0)] public List<string> KeyIds { get; set; } = [];
}
