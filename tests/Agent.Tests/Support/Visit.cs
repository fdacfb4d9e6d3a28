using System.Net.WebSockets;
using System.Text;
using BloxOs.Protocol;
using Microsoft.AspNetCore.Http;

namespace BloxOs.Agent.Tests.Support;

/// <summary>One request of the agent, from the server's side.</summary>
internal sealed class Visit(HttpContext http, int number)
{
    readonly byte[] _buffer = new byte[256 * 1024];
    readonly List<AgentMessage> _messages = [];
    Task _sent = Task.CompletedTask;

    /// <summary>1 for the first.</summary>
    public int Number => number;

    public HttpContext Http => http;

    public WebSocket Socket { get; private set; } = null!;

    /// <summary>Code of the agent's close, when it closed.</summary>
    public int? CloseCode { get; private set; }

    /// <summary>Everything that came so far.</summary>
    public AgentMessage[] Messages { get { lock (_messages) { return [.. _messages]; } } }

    public long[] Sequences =>
        [.. Messages.SelectMany(m => m switch { Stats s => [s.Sequence], Backlog b => b.Samples!.Select(x => x.Sequence), _ => [] })];

    /// <summary>Accepts the upgrade and reads the hello.</summary>
    public async Task<Hello> AcceptAsync()
    {
        Socket = await http.WebSockets.AcceptWebSocketAsync(AgentEndpoint.Subprotocol);
        return Assert.IsType<Hello>(await ReceiveAsync());
    }

    public async Task<Hello> WelcomeAsync(long stored = 0, Settings? settings = null)
    {
        var hello = await AcceptAsync();
        await SendAsync(new Welcome { RigId = "r", RigName = "rig-1", Stored = stored, Settings = settings });
        return hello;
    }

    public Task SendAsync(ServerMessage message) => SendAsync(ProtocolJson.ToUtf8(message));

    /// <summary>Sends behind what is being sent.</summary>
    public Task SendAsync(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text)
    {
        lock (_messages) { return _sent = SendAfterAsync(_sent, bytes, type); }
    }

    async Task SendAfterAsync(Task before, byte[] bytes, WebSocketMessageType type)
    {
        await before;
        await Socket.SendAsync(bytes, type, true, http.RequestAborted);
    }

    public Task SendTextAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>The next message; null when the agent is gone.</summary>
    public async Task<AgentMessage?> ReceiveAsync()
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part;
            try { part = await Socket.ReceiveAsync(_buffer.AsMemory(length), http.RequestAborted); }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException) { return null; }
            if (part.MessageType == WebSocketMessageType.Close)
            {
                CloseCode = (int?)Socket.CloseStatus;
                await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
                return null;
            }
            length += part.Count;
            if (!part.EndOfMessage) { continue; }
            Assert.True(length <= ProtocolLimits.MessageBytes);
            var message = ProtocolJson.ReadAgentMessage(_buffer.AsSpan(0, length))!;
            lock (_messages) { _messages.Add(message); }
            return message;
        }
    }

    /// <summary>Reads until the agent is gone, with an answer to each message.</summary>
    public async Task ServeAsync(Func<AgentMessage, ServerMessage?>? answer = null)
    {
        while (await ReceiveAsync() is { } message)
        {
            if (answer?.Invoke(message) is { } reply) { await SendAsync(reply); }
        }
    }

    /// <summary>Confirms heartbeats and samples, as a healthy server does.</summary>
    public Task ServeAndConfirmAsync() => ServeAsync(m => m switch
    {
        Heartbeat h => new Ack { Heartbeat = h.Number },
        Stats s => new Ack { Stored = s.Sequence },
        Backlog b => new Ack { Stored = b.Samples![^1].Sequence },
        _ => null,
    });

    /// <summary>Cuts the connection without a word.</summary>
    public void Cut() => http.Abort();
}
