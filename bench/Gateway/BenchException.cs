namespace BloxOs.Bench.Gateway;

/// <summary>The measurement cannot go on; the message says why.</summary>
internal sealed class BenchException(string message) : Exception(message);
