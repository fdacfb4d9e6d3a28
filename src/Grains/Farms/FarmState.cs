namespace BloxOs.Grains.Farms;

/// <summary>What of a farm must survive. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.farm-state")]
internal sealed class FarmState
{
    [Id(0)] public string Name { get; set; } = "";

    [Id(1)] public DateTimeOffset CreatedAt { get; set; }

    /// <summary>User id → level.</summary>
    [Id(2)] public Dictionary<string, FarmLevel> Members { get; set; } = [];

    [Id(3)] public HashSet<string> RigIds { get; set; } = [];
}
