namespace BloxOs.Protocol;

/// <summary>Every limit of the wire, in one place. The gateway enforces them, the agent keeps below them.</summary>
public static class ProtocolLimits
{
    /// <summary>Bytes of one message, all fragments together; one more closes with <see cref="CloseCodes.TooBig"/>.</summary>
    public const int MessageBytes = 64 * 1024;

    /// <summary>Bytes of an <see cref="EnrollRequest"/> or <see cref="EnrollAnswer"/>.</summary>
    public const int EnrollBytes = 4 * 1024;

    /// <summary>Characters of <see cref="EnrollRequest.Key"/>.</summary>
    public const int EnrollKeyLength = 26;

    /// <summary>Nesting depth of the JSON.</summary>
    public const int JsonDepth = 8;

    /// <summary>Members of all objects in one message, together.</summary>
    public const int Members = 8_192;

    /// <summary>Members in one message whose names this version does not know.</summary>
    public const int UnknownMembers = 256;

    /// <summary>GPUs of one rig.</summary>
    public const int Gpus = 64;

    /// <summary>Entries of <see cref="Stats.Work"/>: miner instances times algorithms.</summary>
    public const int Work = 16;

    /// <summary>Samples in one <see cref="Backlog"/>.</summary>
    public const int BacklogSamples = 16;

    /// <summary>Samples of history that a rig sends per second, at most: a day of them, one every 30 s, in five minutes.</summary>
    public const int ReplaySamplesPerSecond = 10;

    /// <summary>Entries of <see cref="Stats.Events"/>; later ones wait for the next sample.</summary>
    public const int Events = 16;

    /// <summary>Entries of <see cref="Desired.Miners"/>.</summary>
    public const int Miners = 16;

    /// <summary>Characters of a <see cref="Command.Id"/>.</summary>
    public const int CommandIdLength = 64;

    /// <summary>Bytes of a <see cref="CommandState.Output"/>; the gateway cuts what is longer.</summary>
    public const int CommandOutputBytes = 16 * 1024;

    /// <summary>Commands that wait for one rig.</summary>
    public const int WaitingCommands = 64;

    /// <summary>Entries of <see cref="AppliedMiner.LastLines"/>.</summary>
    public const int LastLines = 20;

    /// <summary>Entries of <see cref="MinerLog.Lines"/>.</summary>
    public const int LogLines = 100;

    /// <summary>Characters of one line of a miner's log; longer ones are cut.</summary>
    public const int LogLineLength = 500;

    /// <summary>Characters of a text (GPU model, miner, pool, host name); longer ones are cut by the gateway.</summary>
    public const int TextLength = 200;

    /// <summary>Messages per second that a connection may send for long.</summary>
    public const int MessagesPerSecond = 10;

    /// <summary>Messages that may come at once.</summary>
    public const int MessageBurst = 50;

    /// <summary>Time from the opened socket to the hello.</summary>
    public static readonly TimeSpan HelloTimeout = TimeSpan.FromSeconds(10);
}
