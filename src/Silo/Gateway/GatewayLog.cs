namespace BloxOs.Silo.Gateway;

/// <summary>What the gateway writes down.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(LogLevel.Information, "Rig {RigId} is closed with {Code}: {Reason}")]
    public static partial void Fault(this ILogger logger, string rigId, int code, string reason);

    [LoggerMessage(LogLevel.Debug, "The connection of rig {RigId} is lost: {Reason}")]
    public static partial void Lost(this ILogger logger, string rigId, string reason);

    [LoggerMessage(LogLevel.Warning, "Rig {RigId} could not be told; its agent is asked to come back")]
    public static partial void RigUnreachable(this ILogger logger, Exception failure, string rigId);

    [LoggerMessage(LogLevel.Warning, "An agent's token could not be checked: its rig's grain does not answer")]
    public static partial void RigNotAuthenticated(this ILogger logger, Exception failure);
}
