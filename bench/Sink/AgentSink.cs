using System.Buffers;
using System.Buffers.Text;
using System.Net.WebSockets;

namespace BloxOs.Bench.Sink;

/// <summary>Answers an agent without looking into its JSON, but for the number that the answer must repeat.</summary>
internal static class AgentSink
{
    const string Subprotocol = "bloxos.v1";
    const int BufferBytes = 4096;
    const int LongestMessage = 64 * 1024;

    static readonly byte[] Welcome =
        """{"type":"welcome","rigId":"sink","stored":0,"settings":{"heartbeatSeconds":10,"statsSeconds":30}}"""u8.ToArray();

    /// <summary>Serves one agent until it leaves.</summary>
    public static async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { SubProtocol = Subprotocol, KeepAliveInterval = Timeout.InfiniteTimeSpan });
        try
        {
            await AnswerAllAsync(socket);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // An agent that breaks off is no concern of a sink.
        }
    }

    static async Task AnswerAllAsync(WebSocket socket)
    {
        byte[] ack = new byte[80];
        while (true)
        {
            // As the server does: wait with no buffer, then rent one.
            await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
            try
            {
                int length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    if (length == buffer.Length) { buffer = Larger(buffer); }
                    part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType is WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    return;
                }
                int answer = Answer(buffer.AsSpan(0, length), ack);
                if (answer < 0) { continue; }
                await socket.SendAsync(answer == 0 ? Welcome : ack.AsMemory(0, answer), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    // 0 for a hello, -1 for what needs no answer. The number of a heartbeat stands in the first bytes, that of the newest sample behind the last "sequence".
    static int Answer(ReadOnlySpan<byte> message, Span<byte> ack)
    {
        if (message.StartsWith("{\"type\":\"hello\""u8)) { return 0; }
        bool heartbeat = message.StartsWith("{\"type\":\"heartbeat\""u8);
        if (!heartbeat && message.IndexOf("\"sequence\":"u8) < 0) { return -1; }
        int start = heartbeat ? message.IndexOf("\"number\":"u8) + 9 : message.LastIndexOf("\"sequence\":"u8) + 11;
        if (!Utf8Parser.TryParse(message[start..], out long number, out _)) { throw new IOException("neither a heartbeat nor a sample"); }
        var head = heartbeat ? "{\"type\":\"ack\",\"heartbeat\":"u8 : "{\"type\":\"ack\",\"stored\":"u8;
        head.CopyTo(ack);
        Utf8Formatter.TryFormat(number, ack[head.Length..], out int digits);
        ack[head.Length + digits] = (byte)'}';
        return head.Length + digits + 1;
    }

    static byte[] Larger(byte[] buffer)
    {
        if (buffer.Length >= LongestMessage) { throw new IOException("a message over the limit"); }
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
