namespace BloxOs.Silo.Outbound;

/// <summary>BloxOs does not connect there. The message is for the person who gave the address; it does not tell what a name resolves to.</summary>
public sealed class OutboundRefusedException(string message) : IOException(message);
