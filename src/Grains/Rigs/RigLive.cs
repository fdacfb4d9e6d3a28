using BloxOs.Grains.Commands;

namespace BloxOs.Grains.Rigs;

/// <summary>What a rig knows only in memory; goes along when the grain moves to another silo.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-live")]
internal sealed record RigLive(
    [property: Id(0)] RigSession? Session, [property: Id(1)] bool Silent, [property: Id(2)] RigReading Reading, [property: Id(3)] RigSession? Ended,
    [property: Id(4)] RigRivals? Rivals, [property: Id(5)] AppliedWork? Applied = null, [property: Id(6)] bool TooOld = false, [property: Id(7)] RigStatus? Told = null,
    [property: Id(8)] string? HeldBack = null);
