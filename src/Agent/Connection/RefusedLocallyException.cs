namespace BloxOs.Agent.Connection;

/// <summary>The agent itself will not connect there; the message says why.</summary>
internal sealed class RefusedLocallyException(string message) : IOException(message);
