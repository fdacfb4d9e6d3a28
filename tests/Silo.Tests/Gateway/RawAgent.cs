using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using BloxOs.Protocol;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>An agent that may misbehave: HTTP and frames written byte by byte over a real socket.</summary>
public sealed class RawAgent : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Socket _socket;
    readonly NetworkStream _stream;

    RawAgent(Socket socket) => (_socket, _stream) = (socket, new(socket));

    /// <summary>Status line and headers of the answer to the upgrade.</summary>
    public string Answer { get; private set; } = "";

    /// <summary>Its status.</summary>
    public int Status => int.Parse(Answer.Split(' ')[1]);

    public static string UpgradeRequest(string? token, string path = AgentEndpoint.Path, params string[] extraHeaders) =>
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: {AgentEndpoint.Subprotocol}\r\n"
        + (token is null ? "" : $"Authorization: Bearer {token}\r\n") + string.Concat(extraHeaders.Select(h => h + "\r\n")) + "\r\n";

    /// <summary>Connects and sends this request.</summary>
    public static async Task<RawAgent> SendAsync(IPEndPoint server, string request)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server);
        var agent = new RawAgent(socket);
        await agent._stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        agent.Answer = await agent.ReadHeadAsync();
        return agent;
    }

    /// <summary>Connects as the rig of this token; the hello is up to the caller.</summary>
    public static async Task<RawAgent> OpenAsync(IPEndPoint server, string token)
    {
        var agent = await SendAsync(server, UpgradeRequest(token));
        Assert.Equal(101, agent.Status);
        return agent;
    }

    /// <summary>Connects and says hello; the welcome was read.</summary>
    public static async Task<(RawAgent Agent, Welcome Welcome)> AttachAsync(IPEndPoint server, string token, Inventory? inventory = null, DateTimeOffset? at = null, string agentVersion = "test", long? desiredRevision = null)
    {
        var agent = await OpenAsync(server, token);
        await agent.SendAsync(new Hello { ProtocolVersion = ProtocolVersion.Current, AgentVersion = agentVersion, At = (at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeMilliseconds(), Inventory = inventory ?? new(), DesiredRevision = desiredRevision });
        return (agent, Assert.IsType<Welcome>(await agent.ReadMessageAsync()));
    }

    public Task SendAsync(AgentMessage message) => SendTextAsync(Encoding.UTF8.GetString(ProtocolJson.ToUtf8(message)));

    public Task SendTextAsync(string text) => SendFrameAsync(0x81, Encoding.UTF8.GetBytes(text));

    /// <summary>Sends a frame with this first byte, masked unless told otherwise.</summary>
    public async Task SendFrameAsync(byte first, byte[] payload, bool masked = true)
    {
        var frame = new MemoryStream();
        frame.WriteByte(first);
        byte mask = masked ? (byte)0x80 : (byte)0;
        if (payload.Length < 126) { frame.WriteByte((byte)(mask | payload.Length)); }
        else if (payload.Length <= ushort.MaxValue) { frame.WriteByte((byte)(mask | 126)); Span<byte> n = stackalloc byte[2]; BinaryPrimitives.WriteUInt16BigEndian(n, (ushort)payload.Length); frame.Write(n); }
        else { frame.WriteByte((byte)(mask | 127)); Span<byte> n = stackalloc byte[8]; BinaryPrimitives.WriteUInt64BigEndian(n, (ulong)payload.Length); frame.Write(n); }
        if (masked) { frame.Write([0, 0, 0, 0]); }
        frame.Write(payload);
        await WriteAsync(frame.ToArray());
    }

    /// <summary>Bytes as they are. A server that has closed already is no error here.</summary>
    public async Task WriteAsync(byte[] bytes)
    {
        try { await _stream.WriteAsync(bytes); }
        catch (IOException) { }
    }

    /// <summary>The next message of the server.</summary>
    public async Task<ServerMessage?> ReadMessageAsync()
    {
        var (opcode, payload) = await ReadFrameAsync();
        Assert.True(opcode == 1, $"frame {opcode}: {Encoding.UTF8.GetString(payload)}");
        return JsonSerializer.Deserialize(payload, ProtocolJson.Default.ServerMessage);
    }

    /// <summary>Reads acknowledgements until one says that this sequence is stored.</summary>
    public async Task ReadUntilStoredAsync(long sequence)
    {
        while (await ReadMessageAsync() is Ack ack) { if (ack.Stored >= sequence) { return; } }
    }

    /// <summary>Sends a heartbeat and reads until it is acknowledged: everything sent before was handled.</summary>
    public async Task HeartbeatAsync(long number = 1)
    {
        await SendAsync(new Heartbeat { Number = number });
        while (await ReadMessageAsync() is Ack ack) { if (ack.Heartbeat >= number) { return; } }
    }

    /// <summary>Reads until a message of this kind comes; acknowledgements and others before it are passed over.</summary>
    public async Task<T> ReadAsync<T>() where T : ServerMessage
    {
        while (true) { if (await ReadMessageAsync() is T found) { return found; } }
    }

    /// <summary>Reads on until the server closes, and returns the code; 0 when it just ended.</summary>
    public async Task<(int Code, string Reason)> ReadCloseAsync(Action<ServerMessage?>? onMessage = null)
    {
        try
        {
            while (true)
            {
                var (opcode, payload) = await ReadFrameAsync();
                if (opcode == 8) { return payload.Length < 2 ? (1005, "") : (BinaryPrimitives.ReadUInt16BigEndian(payload), Encoding.UTF8.GetString(payload.AsSpan(2))); }
                onMessage?.Invoke(JsonSerializer.Deserialize(payload, ProtocolJson.Default.ServerMessage));
            }
        }
        catch (IOException) { return (0, ""); }
    }

    /// <summary>Answers a close and ends the socket.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    /// <summary>Ends without a word, with a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new(true, 0);
        _socket.Close();
    }

    async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        byte[] head = await ReadAsync(2);
        long length = head[1] & 0x7F;
        if (length == 126) { length = BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)); }
        else if (length == 127) { length = BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(8)); }
        return (head[0] & 0x0F, await ReadAsync((int)length));
    }

    async Task<byte[]> ReadAsync(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        byte[] bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, patience.Token);
        return bytes;
    }

    async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) { head.Append((char)(await ReadAsync(1))[0]); }
        return head.ToString();
    }
}
