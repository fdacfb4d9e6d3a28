namespace BloxOs.RigSim.Models;

/// <summary>How a fake rig behaves.</summary>
public enum RigCharacter
{
    /// <summary>Mines, nothing to see.</summary>
    Healthy,

    /// <summary>One card over 80 °C core and 100 °C memory.</summary>
    Hot,

    /// <summary>Reports three samples, then vanishes without a word and stays away.</summary>
    GoesOffline,

    /// <summary>One card has fallen off the bus (Xid 79).</summary>
    DeadGpu,

    /// <summary>The pool refuses one share in eight.</summary>
    Rejects,

    /// <summary>The miner runs at 0 H/s.</summary>
    Inactive,

    /// <summary>Nothing is mined.</summary>
    Idle,
}
