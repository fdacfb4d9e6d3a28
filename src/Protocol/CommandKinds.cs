namespace BloxOs.Protocol;

/// <summary>What a <see cref="Command"/> may ask for. A kind that an agent does not know fails, saying so.</summary>
public static class CommandKinds
{
    /// <summary>Start the miner, or all that are wanted and do not run.</summary>
    public const string StartMiner = "startMiner";

    /// <summary>Stop the miner, or all; it stays stopped, over restarts too, until it is started.</summary>
    public const string StopMiner = "stopMiner";

    /// <summary>Stop and start the miner, or all.</summary>
    public const string RestartMiner = "restartMiner";

    /// <summary>Boot the rig anew.</summary>
    public const string Reboot = "reboot";

    /// <summary>Switch the rig off.</summary>
    public const string Shutdown = "shutdown";

    /// <summary>Restart the agent; miners go on.</summary>
    public const string RestartAgent = "restartAgent";

    /// <summary>Change to another version of the agent; miners go on.</summary>
    public const string UpdateAgent = "updateAgent";

    /// <summary>Collect logs, the answers of the GPU tools and the kernel log.</summary>
    public const string Diagnose = "diagnose";
}
