namespace BloxOs.Agent.Control;

/// <summary>A miner that cannot be started, or must not be; the message says why and repeats no secret.</summary>
/// <param name="message">For people.</param>
internal sealed class LaunchException(string message) : Exception(message);
