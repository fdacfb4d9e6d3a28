using System.Net.WebSockets;
using System.Text.Json;
using BloxOs.Protocol;

namespace BloxOs.Agent.Connection;

/// <summary>Reads whole messages of a server, within the limits of the wire.</summary>
internal sealed class MessageReader(WebSocket socket)
{
    byte[] _buffer = new byte[4 * 1024];

    /// <summary>What came.</summary>
    /// <param name="Message">A message; null when the connection is over.</param>
    /// <param name="End">Why it is over.</param>
    /// <param name="Code">Code to close it with, when the server broke a rule.</param>
    public readonly record struct Arrival(ServerMessage? Message, SessionEnd? End = null, int? Code = null);

    /// <summary>The next message. Cannot be cancelled without breaking the socket: abort it instead.</summary>
    public async Task<Arrival> ReadAsync()
    {
        int length = 0;
        while (true)
        {
            if (length == _buffer.Length) { Array.Resize(ref _buffer, Math.Min(_buffer.Length * 4, ProtocolLimits.MessageBytes + 1)); }
            ValueWebSocketReceiveResult part;
            try { part = await socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None); }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException)
            {
                return new(null, new(EndKind.Closed, FailureText.Of(e)));
            }
            if (part.MessageType == WebSocketMessageType.Close) { return new(null, Closed()); }
            if (part.MessageType == WebSocketMessageType.Binary) { return Broken("a binary message", CloseCodes.WrongType); }
            length += part.Count;
            if (length > ProtocolLimits.MessageBytes) { return Broken("a message over the limit", CloseCodes.TooBig); }
            if (part.EndOfMessage) { return Parse(_buffer.AsSpan(0, length)); }
        }
    }

    static Arrival Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return ProtocolJson.ReadServerMessage(utf8) is { } message ? new(message) : Broken("no message", CloseCodes.Policy);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            return Broken("something that is not a message", CloseCodes.Policy);
        }
    }

    static Arrival Broken(string what, int code) => new(null, new(EndKind.Misbehaved, "the server sent " + what), code);

    SessionEnd Closed()
    {
        int? code = (int?)socket.CloseStatus;
        string? reason = socket.CloseStatusDescription;
        return new(EndKind.Closed, $"the server closed the connection ({code}{(string.IsNullOrEmpty(reason) ? "" : ": " + reason)})")
        {
            CloseCode = code,
            CloseReason = reason,
        };
    }
}
