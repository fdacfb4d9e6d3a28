namespace BloxOs.Protocol;

/// <summary>Where a miner instance stands.</summary>
public static class MinerStates
{
    /// <summary>Runs.</summary>
    public const string Running = "running";

    /// <summary>Not to run.</summary>
    public const string Stopped = "stopped";

    /// <summary>Ended by itself; is started again after a pause.</summary>
    public const string Waiting = "waiting";

    /// <summary>Ends again and again, or cannot be started: a person is needed.</summary>
    public const string Failed = "failed";

    /// <summary>Held back by the guard against heat or by maintenance.</summary>
    public const string Held = "held";
}
