namespace BloxOs.Grains.Rigs;

/// <summary>What the miners of a rig do.</summary>
[GenerateSerializer, Alias("bloxos.rig-work-state")]
public enum RigWorkState
{
    /// <summary>No miner runs.</summary>
    None,

    /// <summary>A miner runs and has not told a speed yet.</summary>
    Starting,

    /// <summary>Miners run at 0 H/s.</summary>
    Inactive,

    /// <summary>At least one hashes.</summary>
    Hashing,
}
