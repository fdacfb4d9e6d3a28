namespace BloxOs.Protocol;

/// <summary>WebSocket close codes: those of RFC 6455 that are used, and ours from 4400 on (named after the HTTP status that they resemble).</summary>
public static class CloseCodes
{
    /// <summary>Closed as agreed.</summary>
    public const int Normal = 1000;

    /// <summary>Broken framing.</summary>
    public const int ProtocolError = 1002;

    /// <summary>A binary frame where text is agreed.</summary>
    public const int WrongType = 1003;

    /// <summary>Text that is not UTF-8.</summary>
    public const int BadUtf8 = 1007;

    /// <summary>A message that breaks a rule: not JSON, wrong order, over a count.</summary>
    public const int Policy = 1008;

    /// <summary>A message over <see cref="ProtocolLimits.MessageBytes"/>.</summary>
    public const int TooBig = 1009;

    /// <summary>The silo is going down: connect again, after the delay in the reason (seconds, plus jitter).</summary>
    public const int ServiceRestart = 1012;

    /// <summary>Overloaded, or the sample could not be stored: try again, after the delay in the reason.</summary>
    public const int TryAgainLater = 1013;

    /// <summary>The token is not, or no longer, known.</summary>
    public const int BadToken = 4401;

    /// <summary>The token was revoked while connected.</summary>
    public const int Revoked = 4403;

    /// <summary>A newer connection of the same rig took over.</summary>
    public const int Replaced = 4409;

    /// <summary>Another machine with the same token speaks for the rig: a copied disk. Try again in 5 to 10 minutes.</summary>
    public const int OtherMachine = 4410;

    /// <summary>The agent speaks a protocol version that is not served.</summary>
    public const int VersionNotServed = 4426;

    /// <summary>More messages than <see cref="ProtocolLimits.MessagesPerSecond"/> allows.</summary>
    public const int TooFast = 4429;
}
