namespace BloxOs.Protocol;

/// <summary>Where a <see cref="Command"/> stands on the rig.</summary>
public static class CommandStates
{
    /// <summary>Begun: it may have an effect from here on.</summary>
    public const string Started = "started";

    /// <summary>Final: done.</summary>
    public const string Ok = "ok";

    /// <summary>Final: it could not be done.</summary>
    public const string Failed = "failed";

    /// <summary>Final: it came too late and was not begun.</summary>
    public const string Expired = "expired";

    /// <summary>Final: begun, then the agent died; whether it was done cannot be told.</summary>
    public const string Unknown = "unknown";
}
