namespace BloxOs.RigSim.Wire;

/// <summary>The server broke a rule of WebSocket or HTTP.</summary>
internal sealed class WireException(string message) : IOException(message);

/// <summary>The server answered the upgrade with another status than 101.</summary>
/// <param name="status">HTTP status code.</param>
internal sealed class UpgradeRefusedException(int status) : IOException($"the server answered {status} to the upgrade")
{
    /// <summary>HTTP status code.</summary>
    public int Status { get; } = status;
}
