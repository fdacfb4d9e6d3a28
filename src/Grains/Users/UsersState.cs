namespace BloxOs.Grains.Users;

/// <summary>Who may be an administrator. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.users-state")]
internal sealed class UsersState
{
    /// <summary>At least all administrators; whether one is, his own grain says.</summary>
    [Id(0)] public HashSet<string> AdminIds { get; set; } = [];
}
