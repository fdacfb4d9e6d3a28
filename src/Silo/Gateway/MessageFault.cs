namespace BloxOs.Silo.Gateway;

/// <summary>A message that ends the connection, with the code that says why.</summary>
internal sealed class MessageFault(int closeCode, string reason) : Exception(reason)
{
    /// <summary>One of <see cref="Protocol.CloseCodes"/>.</summary>
    public int CloseCode => closeCode;
}
