namespace BloxOs.Agent.Recovery.Diagnosis;

/// <summary>Why something on the rig does not work as it should. Ordered: an earlier one explains the later ones.</summary>
internal enum Cause
{
    /// <summary>No pool and nothing else outside can be reached: the rig's own network or the way out.</summary>
    NetworkDown,

    /// <summary>The pool of a miner cannot be reached, or takes nothing, while others outside can.</summary>
    PoolDown,

    /// <summary>A card is near its limit for long, or held by the guard against heat.</summary>
    Overheating,

    /// <summary>A card is lost to its driver.</summary>
    DeadGpu,

    /// <summary>A miner ends again and again.</summary>
    CrashLoop,

    /// <summary>A miner runs and its API does not answer.</summary>
    HungApi,

    /// <summary>A miner makes less than its floor.</summary>
    LowHashrate,

    /// <summary>Far more waits for the processor than it has threads.</summary>
    HighLoad,

    /// <summary>The disk of the agent's state cannot be written.</summary>
    DiskReadOnly,
}
