using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using BloxOs.Protocol;
using BloxOs.TestServers.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace BloxOs.RigSim.Tests;

/// <summary>A small real server of the agent's protocol that notes what comes and can misbehave.</summary>
internal sealed class AgentServer : IAsyncDisposable
{
    readonly WebApplication app;
    readonly CancellationTokenSource stopping = new();

    AgentServer(WebApplication app) => this.app = app;

    /// <summary>What each token's rig did.</summary>
    public ConcurrentDictionary<string, SeenRig> Rigs { get; } = new();

    /// <summary>Status instead of an upgrade; 0 for none.</summary>
    public int RefuseWith { get; set; }

    /// <summary>Ends the connection without a close frame after so many messages on it; 0 for never.</summary>
    public int AbortAfter { get; set; }

    /// <summary>Closes with this code and "1" as the reason after <see cref="AbortAfter"/> messages instead.</summary>
    public int CloseWith { get; set; }

    /// <summary>Answers samples.</summary>
    public bool AcknowledgesSamples { get; set; } = true;

    /// <summary>Sends the welcome in fragments of three bytes.</summary>
    public bool Fragments { get; set; }

    /// <summary>Sequence that is stored already when a rig first comes.</summary>
    public long FirstStored { get; set; }

    /// <summary>Shows live samples, and takes so many of history per second; null for neither.</summary>
    public int? ReplaySamplesPerSecond { get; set; }

    /// <summary>Address, "http://127.0.0.1:port".</summary>
    public string Url => app.Url();

    public static async Task<AgentServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder().OnLoopback();
        var app = builder.Build();
        var server = new AgentServer(app);
        app.UseWebSockets();
        app.Map(AgentEndpoint.Path, server.ServeAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await app.StopAsync();
        await app.DisposeAsync();
        stopping.Dispose();
    }

    async Task ServeAsync(HttpContext context)
    {
        if (RefuseWith != 0 || !context.WebSockets.WebSocketRequestedProtocols.Contains(AgentEndpoint.Subprotocol))
        {
            context.Response.StatusCode = RefuseWith == 0 ? 400 : RefuseWith;
            return;
        }
        string token = context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
        var rig = Rigs.GetOrAdd(token, _ => new SeenRig { Stored = FirstStored });
        using var socket = await context.WebSockets.AcceptWebSocketAsync(AgentEndpoint.Subprotocol);
        Interlocked.Increment(ref rig.Connections);
        try
        {
            await TalkAsync(socket, rig);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            Interlocked.Increment(ref rig.Breaks);
        }
        if (socket.CloseStatus is { } status) { rig.CloseCodes.Enqueue((int)status); }
    }

    async Task TalkAsync(WebSocket socket, SeenRig rig)
    {
        byte[] buffer = new byte[ProtocolLimits.MessageBytes + 1];
        int count = 0;
        while (true)
        {
            var (type, length) = await ReceiveAsync(socket, buffer);
            if (type is WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stopping.Token);
                return;
            }
            if (!TryRead(type, buffer.AsSpan(0, length), rig, out var message))
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, null, stopping.Token);
                return;
            }
            if (AbortAfter > 0 && ++count > AbortAfter)
            {
                if (CloseWith == 0) { socket.Abort(); }
                else { await socket.CloseOutputAsync((WebSocketCloseStatus)CloseWith, "1", stopping.Token); }
                return;
            }
            await AnswerAsync(socket, rig, message!);
        }
    }

    async Task<(WebSocketMessageType Type, int Length)> ReceiveAsync(WebSocket socket, byte[] buffer)
    {
        int length = 0;
        while (true)
        {
            if (length == buffer.Length) { return (WebSocketMessageType.Text, length); }
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), stopping.Token);
            length += part.Count;
            if (part.EndOfMessage) { return (part.MessageType, length); }
        }
    }

    static bool TryRead(WebSocketMessageType type, ReadOnlySpan<byte> bytes, SeenRig rig, out AgentMessage? message)
    {
        message = null;
        rig.Arrived(Stopwatch.GetTimestamp());
        rig.LongestMessage = Math.Max(rig.LongestMessage, bytes.Length);
        if (type is not WebSocketMessageType.Text || bytes.Length > ProtocolLimits.MessageBytes) { rig.Bad++; return false; }
        try
        {
            message = ProtocolJson.ReadAgentMessage(bytes);
        }
        catch (JsonException)
        {
            rig.Bad++;
            return false;
        }
        rig.Messages.Enqueue(message!);
        return true;
    }

    async Task AnswerAsync(WebSocket socket, SeenRig rig, AgentMessage message)
    {
        switch (message)
        {
            case Hello:
                await SendAsync(socket, new Welcome { RigId = "r", Stored = rig.Stored, Settings = new() { HeartbeatSeconds = 10, StatsSeconds = 30, ReplaySamplesPerSecond = ReplaySamplesPerSecond } });
                break;
            case Heartbeat beat:
                await SendAsync(socket, new Ack { Heartbeat = beat.Number });
                break;
            case Stats stats:
                rig.Store([stats]);
                if (AcknowledgesSamples) { await SendAsync(socket, new Ack { Stored = rig.Stored }); }
                break;
            case Backlog backlog:
                rig.Store(backlog.Samples!);
                if (AcknowledgesSamples) { await SendAsync(socket, new Ack { Stored = rig.Stored }); }
                break;
        }
    }

    async Task SendAsync(WebSocket socket, ServerMessage message)
    {
        byte[] bytes = ProtocolJson.ToUtf8(message);
        int step = Fragments ? 3 : bytes.Length;
        for (int from = 0; from < bytes.Length; from += step)
        {
            int length = Math.Min(step, bytes.Length - from);
            await socket.SendAsync(bytes.AsMemory(from, length), WebSocketMessageType.Text, from + length == bytes.Length, stopping.Token);
        }
    }
}

/// <summary>What one rig did at an <see cref="AgentServer"/>.</summary>
internal sealed class SeenRig
{
    long lastArrival;

    public int Connections;
    public int Breaks;

    public long Stored { get; set; }

    public int Bad { get; set; }

    public int OutOfOrder { get; private set; }

    public int Repeated { get; private set; }

    public int LongestMessage { get; set; }

    public TimeSpan LongestSilence { get; private set; }

    public ConcurrentQueue<AgentMessage> Messages { get; } = new();

    public ConcurrentQueue<Stats> Samples { get; } = new();

    public ConcurrentQueue<int> CloseCodes { get; } = new();

    public void Arrived(long timestamp)
    {
        var silence = lastArrival == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(lastArrival, timestamp);
        if (silence > LongestSilence) { LongestSilence = silence; }
        lastArrival = timestamp;
    }

    public void Store(IReadOnlyList<Stats> samples)
    {
        foreach (var sample in samples)
        {
            if (sample.Sequence <= Stored) { Repeated++; continue; }
            if (sample.Sequence != Stored + 1) { OutOfOrder++; }
            Stored = sample.Sequence;
            Samples.Enqueue(sample);
        }
    }
}
