namespace BloxOs.Grains.Views;

/// <summary>What a person saved. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.user-views-state")]
internal sealed class UserViewsState
{
    [Id(0)] public List<SavedView> Views { get; set; } = [];
}
