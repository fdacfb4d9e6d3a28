namespace BloxOs.Agent.Recovery.Steps;

/// <summary>A step of the ladder, the gentlest first.</summary>
internal enum Rung
{
    /// <summary>Read everything again: a single odd answer is no fault.</summary>
    ReadAgain,

    /// <summary>Put the next pool first.</summary>
    NextPool,

    /// <summary>Stop and start the miner.</summary>
    RestartMiner,

    /// <summary>Start the miner without the card that makes trouble.</summary>
    LeaveCardOut,

    /// <summary>Load the driver of the cards anew, with every miner stopped.</summary>
    ReloadDriver,

    /// <summary>Boot the rig anew.</summary>
    Reboot,

    /// <summary>Stop trying and say that a person is needed.</summary>
    AskPerson,
}
