namespace BloxOs.Grains.Rigs;

/// <summary>What the gateway notices about a connection between samples.</summary>
[GenerateSerializer, Alias("bloxos.rig-hearing")]
public enum RigHearing
{
    /// <summary>It speaks again.</summary>
    Heard,

    /// <summary>Nothing came for a while.</summary>
    Silent,

    /// <summary>It speaks, but no sample came for three intervals.</summary>
    NoData,
}
