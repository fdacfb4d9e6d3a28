namespace BloxOs.Catalog.Miners.Launching;

/// <summary>A launch that is not possible or not allowed; the message says why and repeats no secret.</summary>
/// <param name="message">For people.</param>
public sealed class MinerLaunchException(string message) : Exception(message);
