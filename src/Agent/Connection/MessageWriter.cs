using System.Net.WebSockets;
using BloxOs.Protocol;

namespace BloxOs.Agent.Connection;

/// <summary>Writes whole messages, one at a time, from any loop.</summary>
internal sealed class MessageWriter(WebSocket socket) : IDisposable
{
    readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Sends a message; false when the connection is over.</summary>
    public Task<bool> SendAsync(AgentMessage message) => SendAsync(ProtocolJson.ToUtf8(message));

    /// <summary>Sends a message that is JSON already; false when the connection is over.</summary>
    public async Task<bool> SendAsync(byte[] utf8)
    {
        await _one.WaitAsync();
        try
        {
            if (socket.State != WebSocketState.Open) { return false; }
            await socket.SendAsync(utf8, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            return true;
        }
        catch (Exception e) when (IsOver(e)) { return false; }
        finally { _one.Release(); }
    }

    /// <summary>Says good-bye and waits for the server to say it too, as long as it may.</summary>
    public async Task CloseAsync(int code, string reason, CancellationToken cancellation)
    {
        try
        {
            // A send that hangs holds the turn; the limit ends the wait, and the caller then aborts the socket.
            await _one.WaitAsync(cancellation);
            try { await socket.CloseAsync((WebSocketCloseStatus)code, reason, cancellation); }
            finally { _one.Release(); }
        }
        catch (Exception e) when (IsOver(e)) { }
    }

    static bool IsOver(Exception e) =>
        e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException;

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();
}
