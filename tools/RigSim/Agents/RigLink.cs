using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using BloxOs.Protocol;
using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Wire;
using Microsoft.Extensions.Logging;

namespace BloxOs.RigSim.Agents;

/// <summary>Keeps one rig connected until it is told to stop: upgrade, hello, welcome, then whatever comes, then again.</summary>
internal sealed partial class RigLink(RigAgent agent, string token, TargetAddress target, IPAddress? source, TimeSpan spread, FleetTally tally, TimeProvider time, ILogger logger)
{
    static readonly TimeSpan WelcomeTimeout = TimeSpan.FromSeconds(30);
    static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(1);

    readonly Backoff backoff = new(spread);
    RigSocket? socket;
    bool welcomed;
    string? ending;
    string? hint;

    /// <summary>What this link keeps connected.</summary>
    public RigAgent Agent => agent;

    /// <summary>Runs until cancelled or the rig is gone. Never throws.</summary>
    /// <param name="firstWelcome">Called once, when the rig is welcomed for the first time.</param>
    /// <param name="cancellationToken">Says goodbye and ends.</param>
    public async Task RunAsync(Action<RigAgent> firstWelcome, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested && !agent.Gone)
            {
                await ConnectOnceAsync(firstWelcome, cancellationToken);
                if (agent.Gone) { return; }
                await Task.Delay(backoff.Next(hint, agent.Chance()), time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop while waiting for the next attempt.
        }
    }

    async Task ConnectOnceAsync(Action<RigAgent> firstWelcome, CancellationToken cancellationToken)
    {
        (welcomed, ending, hint) = (false, null, null);
        using var patience = new CancellationTokenSource(WelcomeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var connection = await RigSocket.ConnectAsync(target, source, token, either.Token);
            socket = connection;
            connection.Send(Opcode.Text, ProtocolJson.ToUtf8(agent.Hello()));
            using var impatient = patience.Token.UnsafeRegister(_ => { if (!Volatile.Read(ref welcomed)) { connection.Abort(); } }, null);
            using var stopping = cancellationToken.UnsafeRegister(_ => SayGoodbye(connection), null);
            bool tidy = await connection.ReceiveAsync((opcode, payload) => Handle(opcode, payload, firstWelcome));
            if (agent.Hangs) { await connection.Ended; }
            ending ??= tidy ? "half-open" : "reset";
        }
        catch (UpgradeRefusedException e)
        {
            ending = $"http {e.Status}";
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or OperationCanceledException)
        {
            ending ??= e switch
            {
                SocketException s when !welcomed => $"socket {s.SocketErrorCode}",
                WireException w => $"wire: {w.Message}",
                _ when !welcomed => patience.IsCancellationRequested ? "timeout" : "stopped",
                _ => "reset",
            };
        }
        Over(cancellationToken.IsCancellationRequested);
    }

    bool Handle(byte opcode, ReadOnlySpan<byte> payload, Action<RigAgent> firstWelcome)
    {
        if (agent.Hangs) { return false; }
        tally.Add(Counted.BytesReceived, payload.Length);
        switch (opcode)
        {
            case Opcode.Text:
                tally.Add(Counted.MessagesReceived);
                Read(payload, firstWelcome);
                return true;
            case Opcode.Ping:
                socket?.Send(Opcode.Pong, payload);
                return true;
            case Opcode.Close:
                int code = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 1005;
                ending = $"close {code}";
                hint = code is CloseCodes.ServiceRestart or CloseCodes.TryAgainLater ? Encoding.UTF8.GetString(payload[2..]) : null;
                socket?.Send(Opcode.Close, payload.Length >= 2 ? payload[..2] : []);
                return false;
            default:
                return true;
        }
    }

    void Read(ReadOnlySpan<byte> payload, Action<RigAgent> firstWelcome)
    {
        ServerMessage? message;
        try
        {
            message = ProtocolJson.ReadServerMessage(payload);
        }
        catch (JsonException e)
        {
            throw new WireException($"message that is not of the protocol ({e.GetType().Name})");
        }
        if (message is not Welcome welcome)
        {
            agent.Heard(message);
            return;
        }
        if (welcomed || socket is null) { return; }
        Volatile.Write(ref welcomed, true);
        backoff.Reset();
        tally.Opened();
        if (agent.Welcomed(socket, welcome))
        {
            tally.Add(Counted.EverConnected);
            firstWelcome(agent);
        }
        else { tally.Add(Counted.Reconnects); }
    }

    void SayGoodbye(RigSocket connection)
    {
        Span<byte> code = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(code, CloseCodes.Normal);
        if (agent.Hangs || !connection.Send(Opcode.Close, code)) { connection.Abort(); }
        else { _ = AbortLaterAsync(connection); }
    }

    async Task AbortLaterAsync(RigSocket connection)
    {
        await Task.Delay(FarewellTimeout, time);
        connection.Abort();
    }

    void Over(bool stopping)
    {
        if (socket is not null) { agent.Disconnected(socket); }
        socket = null;
        if (welcomed) { tally.Closed(); }
        if (stopping) { return; }
        FleetTally.Count(welcomed ? tally.Closes : tally.ConnectFailures, ending ?? "reset");
        LogOver(ending, welcomed);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A fake rig's connection is over: {Ending} (welcomed before: {Welcomed})")]
    partial void LogOver(string? ending, bool welcomed);
}
