namespace BloxOs.Grains.Commands;

/// <summary>What a person may order of a rig.</summary>
[GenerateSerializer, Alias("bloxos.command-kind")]
public enum CommandKind
{
    /// <summary>Start a miner, or all that are wanted and do not run.</summary>
    StartMiner,

    /// <summary>Stop a miner, or all; they stay stopped until they are started.</summary>
    StopMiner,

    /// <summary>Stop and start a miner, or all.</summary>
    RestartMiner,

    /// <summary>Boot the rig anew.</summary>
    Reboot,

    /// <summary>Switch the rig off.</summary>
    Shutdown,

    /// <summary>Restart the agent; miners go on.</summary>
    RestartAgent,

    /// <summary>Change to another version of the agent; miners go on.</summary>
    UpdateAgent,

    /// <summary>Collect logs and what the tools of the cards say.</summary>
    Diagnose,
}
