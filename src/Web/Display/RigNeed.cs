namespace BloxOs.Web.Display;

/// <summary>Why a rig needs a person, the worst first.</summary>
internal enum RigNeed
{
    /// <summary>Silent.</summary>
    Offline,

    /// <summary>A card is gone.</summary>
    DeadGpu,

    /// <summary>A reading does harm now.</summary>
    Critical,

    /// <summary>A miner runs and does not hash.</summary>
    Inactive,

    /// <summary>Two machines use its token.</summary>
    Rival,

    /// <summary>A reading is too warm.</summary>
    Hot,

    /// <summary>Last report 16 to 30 s old.</summary>
    Stale,

    /// <summary>The pool refuses too much.</summary>
    Rejects,

    /// <summary>A card is far slower than others of its model.</summary>
    LowHash,

    /// <summary>Nothing.</summary>
    None,
}
