namespace BloxOs.Grains.Rigs;

/// <summary>What state a rig is in; RigHealth has the rules.</summary>
[GenerateSerializer, Alias("bloxos.rig-status")]
public enum RigStatus
{
    /// <summary>No connection, or silent for over 30 s.</summary>
    Offline,

    /// <summary>Silent for 16 to 30 s.</summary>
    Stale,

    /// <summary>The agent reports, nothing is mined and nothing is asked for.</summary>
    Online,

    /// <summary>A miner runs but has not reported a speed yet.</summary>
    Starting,

    /// <summary>At least one miner hashes.</summary>
    Mining,

    /// <summary>A miner runs at 0 H/s.</summary>
    Inactive,

    /// <summary>No miner is asked for.</summary>
    Idle,

    /// <summary>BloxOs acts on it.</summary>
    Recovering,

    /// <summary>A person acts on it.</summary>
    Maintenance,
}
