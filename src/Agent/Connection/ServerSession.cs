using System.Net.WebSockets;
using BloxOs.Agent.Telemetry;
using BloxOs.Protocol;

namespace BloxOs.Agent.Connection;

/// <summary>One open connection, from hello to its end.</summary>
internal sealed class ServerSession : IDisposable
{
    const int SilentHeartbeats = 3;
    static readonly TimeSpan WelcomeTimeout = TimeSpan.FromSeconds(10);
    static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    readonly WebSocket _socket;
    readonly MessageReader _reader;
    readonly MessageWriter _writer;
    readonly SessionContext _context;
    readonly TimeProvider _time;
    readonly Signal _wakeHeartbeat;
    readonly Signal _wakeSamples;
    long _heardAt;
    long _welcomedAt;

    public ServerSession(WebSocket socket, SessionContext context)
    {
        (_socket, _context, _time) = (socket, context, context.Time);
        _reader = new(socket);
        _writer = new(socket);
        (_wakeHeartbeat, _wakeSamples) = (new(_time), new(_time));
        _heardAt = _time.GetTimestamp();
    }

    /// <summary>Speaks until the connection is over or the agent stops. Throws nothing that a server can cause.</summary>
    public async Task<SessionEnd> RunAsync(CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        int revision = _context.Sampler.InventoryRevision;
        await _writer.SendAsync(new Hello
        {
            ProtocolVersion = ProtocolVersion.Current,
            AgentVersion = AgentVersion.Text,
            At = Now(),
            Inventory = _context.Sampler.Inventory,
            DesiredRevision = _context.Control?.Revision,
        });
        var arrival = await WaitForWelcomeAsync(stopping);
        if (arrival.Message is not Welcome welcome) { return await CloseAsync(arrival.End!, arrival.Code); }
        Accept(welcome);
        return await TalkAsync(welcome, revision, stop);
    }

    async Task<MessageReader.Arrival> WaitForWelcomeAsync(CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(WelcomeTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            while (true)
            {
                var arrival = await _reader.ReadAsync().WaitAsync(either.Token);
                switch (arrival.Message)
                {
                    case null: return arrival;
                    case Welcome { Stored: < 0 or > Outbox.HighestSequence }:
                        return new(null, new(EndKind.Misbehaved, "the server's welcome holds an impossible count"), CloseCodes.Policy);
                    case Welcome: return arrival;
                    default: _context.HandleEarly(arrival.Message); break;
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { return new(null, Stopped, CloseCodes.Normal); }
        catch (OperationCanceledException) { return new(null, new(EndKind.Silent, "the server did not say welcome in time")); }
    }

    void Accept(Welcome welcome)
    {
        _welcomedAt = _heardAt = _time.GetTimestamp();
        _context.Outbox.Welcome(welcome.Stored);
        _context.Welcomed?.Invoke();
        _context.Cadence.Apply(welcome.Settings);
        string name = string.IsNullOrEmpty(welcome.RigName) ? "" : $" as {welcome.RigName}";
        _context.Log.Info($"connected{name}; {_context.Outbox.Count} samples waiting");
        long skew = Math.Abs(Now() - welcome.At);
        if (welcome.At > 0 && skew > 120_000) { _context.Log.WarnSeldom("clock", $"this rig's clock and the server's differ by {skew / 1000} s"); }
    }

    async Task<SessionEnd> TalkAsync(Welcome welcome, int revision, CancellationTokenSource stop)
    {
        _context.Sampler.Sampled += _wakeSamples.Set;
        _context.Cadence.Changed += _wakeHeartbeat.Set;
        var sender = new SampleSender(_writer, _context, _wakeSamples);
        var reading = ReadAsync();
        Task<SessionEnd>[] loops =
        [
            WatchAsync(stop.Token),
            EndedAsync(HeartbeatAsync(stop.Token)),
            EndedAsync(sender.RunAsync(welcome, revision, stop.Token)),
            .. _context.Control is { } control ? [EndedAsync(control.SpeakAsync(_writer, stop.Token))] : Array.Empty<Task<SessionEnd>>(),
        ];
        var (end, code) = await FirstEndAsync(reading, loops);
        _context.Sampler.Sampled -= _wakeSamples.Set;
        _context.Cadence.Changed -= _wakeHeartbeat.Set;
        await stop.CancelAsync();
        var closed = await CloseAsync(end, code);
        await Task.WhenAll([reading, .. loops]);
        return closed with { Stood = _time.GetElapsedTime(_welcomedAt) };
    }

    async Task<(SessionEnd End, int? Code)> FirstEndAsync(Task<(SessionEnd End, int? Code)> reading, Task<SessionEnd>[] loops)
    {
        var first = await Task.WhenAny([reading, .. loops]);
        if (first == reading) { return await reading; }
        var end = await (Task<SessionEnd>)first;
        if (end.Kind == EndKind.Stopped) { return (end, CloseCodes.Normal); }
        // A failed send knows less than the close that caused it.
        if (end.Kind == EndKind.Closed && await Task.WhenAny(reading, Task.Delay(CloseTimeout, _time)) == reading) { return await reading; }
        return (end, null);
    }

    /// <summary>Says good-bye where there is something to say, and ends the socket in any case.</summary>
    async Task<SessionEnd> CloseAsync(SessionEnd end, int? code)
    {
        using var limit = new CancellationTokenSource(CloseTimeout, _time);
        if (code is { } number) { await _writer.CloseAsync(number, end.Text, limit.Token); }
        else if (_socket.State == WebSocketState.CloseReceived) { await _writer.CloseAsync(CloseCodes.Normal, "", limit.Token); }
        _socket.Abort();
        return end;
    }

    async Task<(SessionEnd End, int? Code)> ReadAsync()
    {
        while (true)
        {
            var arrival = await _reader.ReadAsync();
            if (arrival.Message is null) { return (arrival.End!, arrival.Code); }
            // A rig that stood still finds orders that are old while their time, which counts from here, looks new: the server sends them again to the next session.
            if (Silence() is { } silent) { return (silent, null); }
            Volatile.Write(ref _heardAt, _time.GetTimestamp());
            switch (arrival.Message)
            {
                case Ack { Stored: { } stored }:
                    _context.Outbox.Acknowledge(stored);
                    _wakeSamples.Set();   // history may have waited for it
                    break;
                case Settings settings: _context.Cadence.Apply(settings); break;
                default: _context.Control?.Handle(arrival.Message); break;
            }
        }
    }

    async Task HeartbeatAsync(CancellationToken stop)
    {
        for (long number = 1; ; number++)
        {
            if (!await _writer.SendAsync(new Heartbeat { Number = number, At = Now() })) { return; }
            long sentAt = _time.GetTimestamp();
            while (_context.Cadence.Heartbeat - _time.GetElapsedTime(sentAt) is { Ticks: > 0 } rest) { await _wakeHeartbeat.WaitAsync(rest, stop); }
        }
    }

    /// <summary>Ends when nothing was heard for three heartbeats: the other side may be gone without a word.</summary>
    async Task<SessionEnd> WatchAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                if (Silence() is { } silent) { return silent; }
                var rest = (SilentHeartbeats * _context.Cadence.Heartbeat) - _time.GetElapsedTime(Volatile.Read(ref _heardAt));
                await Task.Delay(rest < _context.Cadence.Heartbeat ? rest : _context.Cadence.Heartbeat, _time, stop);
            }
        }
        catch (OperationCanceledException) { return Stopped; }
    }

    SessionEnd? Silence()
    {
        var silence = _time.GetElapsedTime(Volatile.Read(ref _heardAt));
        return silence >= SilentHeartbeats * _context.Cadence.Heartbeat ? new(EndKind.Silent, $"nothing heard for {silence.TotalSeconds:0} s") : null;
    }

    static async Task<SessionEnd> EndedAsync(Task loop)
    {
        try
        {
            await loop;
            return new(EndKind.Closed, "the connection broke");
        }
        catch (OperationCanceledException) { return Stopped; }
    }

    static SessionEnd Stopped => new(EndKind.Stopped, "agent stops");

    long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
