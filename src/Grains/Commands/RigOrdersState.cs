namespace BloxOs.Grains.Commands;

/// <summary>What a rig was told and must survive. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.rig-orders-state")]
internal sealed class RigOrdersState
{
    /// <summary>Oldest first.</summary>
    [Id(0)] public List<RigCommand> Commands { get; set; } = [];

    /// <summary>Happenings of samples up to this sequence are in the log.</summary>
    [Id(1)] public long HappenedUpTo { get; set; }

    /// <summary>What the rig is to do.</summary>
    [Id(2)] public WantedWork Wanted { get; set; } = WantedWork.None;
}
