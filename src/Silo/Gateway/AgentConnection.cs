using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>One agent's connection: hello first, then samples and heartbeats until either side ends it.</summary>
internal sealed partial class AgentConnection(AgentGatewayServices services, WebSocket socket, RigToken token) : IDisposable
{
    readonly AgentSocket _socket = new(socket, services.Time);
    readonly IRigGrain _rig = services.Grains.GetGrain<IRigGrain>(token.RigId);
    readonly string _rigId = token.RigId;
    byte[]? _tokenHash = token.Hash;
    readonly long _openedAt = services.Time.GetTimestamp();
    MessageBudget _budget = new(services.Time.GetTimestamp());
    SampleStream? _samples;
    TimeSpan _clockOffset;
    string? _agentVersion;
    long _heardAt = services.Time.GetTimestamp();
    long _sampleAt, _shown;
    bool _attaching, _silent, _noData;
    RigEnding _ending;

    /// <summary>The rig that the token belongs to.</summary>
    public string RigId => _rigId;

    /// <summary>Names this connection in the cluster.</summary>
    public RigSession Session { get; } = new(services.Silo.SiloAddress, services.Connections.NextNumber());

    /// <summary>Serves the connection until it ends.</summary>
    public async Task RunAsync()
    {
        services.Connections.Add(this);
        try { await ReceiveAllAsync(); }
        catch (MessageFault fault)
        {
            End(RigEnding.Refused);
            services.Logger.Fault(_rigId, fault.CloseCode, fault.Message);
            await _socket.CloseAsync(fault.CloseCode, fault.Message);
            await _socket.DiscardAsync();   // the sweep cuts it off when the peer never answers
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            End(RigEnding.Broken);
            services.Logger.Lost(_rigId, failure.Message);
        }
        catch (Exception failure)
        {
            services.Logger.RigUnreachable(failure, _rigId);   // its grain did not answer: the agent comes back, perhaps to a better silo
            await _socket.CloseAsync(CloseCodes.TryAgainLater, "2");
        }
        finally { await EndAsync(); }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Ends the connection from outside; does not wait.</summary>
    public void RequestClose(int code, string reason)
    {
        End(code switch { CloseCodes.ServiceRestart => RigEnding.ServerStop, CloseCodes.Revoked => RigEnding.TokenEnded, _ => RigEnding.Refused });
        _ = _socket.CloseAsync(code, reason);
    }

    /// <summary>Looks at the clock, about once a second: cuts off what hangs, tells the rig of silence.</summary>
    public void Sweep()
    {
        _socket.Sweep();
        if (_samples is null)
        {
            if (services.Time.GetElapsedTime(_openedAt) > ProtocolLimits.HelloTimeout) { RequestClose(CloseCodes.Policy, "no hello came"); }
            return;
        }
        var silence = services.Time.GetElapsedTime(Volatile.Read(ref _heardAt));
        if (silence >= services.Options.OfflineAfter)
        {
            End(RigEnding.Silence);
            _socket.Abort();
        }
        else if (silence >= services.Options.StaleAfter) { Tell(ref _silent, RigHearing.Silent); }
        // It speaks and sends no samples. Who says nothing at all may be cut off: his last numbers are good until he is stale, and stay then, grey.
        else if (services.Time.GetElapsedTime(Volatile.Read(ref _sampleAt), Volatile.Read(ref _heardAt)) >= services.Options.StatsInterval * 3) { Tell(ref _noData, RigHearing.NoData); }
    }

    async Task ReceiveAllAsync()
    {
        while (true)
        {
            var (buffer, length) = await _socket.ReceiveAsync();
            try
            {
                if (length < 0)
                {
                    End(_socket.PeerClosedWith == CloseCodes.Normal ? RigEnding.Goodbye : RigEnding.Broken);
                    await _socket.CloseAsync(CloseCodes.Normal, "");
                    return;
                }
                services.Metrics.Message(length);
                long now = services.Time.GetTimestamp();
                Volatile.Write(ref _heardAt, now);
                if (!_budget.Take(now, services.Time.TimestampFrequency)) { throw new MessageFault(CloseCodes.TooFast, "too many messages"); }
                if (_socket.ClosedWith == 0) { await HandleAsync(buffer.AsMemory(0, length)); }
            }
            finally { ArrayPool<byte>.Shared.Return(buffer); }
        }
    }

    ValueTask HandleAsync(ReadOnlyMemory<byte> message)
    {
        var kind = MessageScan.KindOf(message.Span);
        if (_samples is null)
        {
            return kind == MessageKind.Hello ? new(HelloAsync(message)) : throw new MessageFault(CloseCodes.Policy, "the first message is not a hello");
        }
        if (_silent)
        {
            _silent = false;
            _ = TellAsync(RigHearing.Heard);
        }
        switch (kind)
        {
            case MessageKind.Heartbeat:
                var (number, at) = HeartbeatReader.Read(message.Span);
                _clockOffset = SampleClock.Follow(_clockOffset, at, services.Time.GetUtcNow());
                _socket.AckHeartbeat(number);
                return ValueTask.CompletedTask;
            case MessageKind.Stats:
            case MessageKind.Backlog:
                return TakeSamplesAsync(message.Span, isLive: kind == MessageKind.Stats);
            case MessageKind.Live:
                return ShowAsync(_samples.Look(message.Span, Clock()));
            case MessageKind.Inventory:
                return new(ChangeInventoryAsync(message));
            case MessageKind.CommandState:
                return new(NoteCommandAsync(message));
            case MessageKind.Applied:
                return new(ApplyAsync(message));
            case MessageKind.MinerLog:
                return new(TakeLogAsync(message));
            case MessageKind.Hello:
                throw new MessageFault(CloseCodes.Policy, "a second hello");
            default:
                MessageScan.CheckWhole(message.Span);
                services.Metrics.UnknownMessage();
                return ValueTask.CompletedTask;
        }
    }

    async Task HelloAsync(ReadOnlyMemory<byte> message)
    {
        var hello = Parse<Hello>(message);
        if (hello.ProtocolVersion is < ProtocolVersion.Oldest or > ProtocolVersion.Current)
        {
            throw new MessageFault(CloseCodes.VersionNotServed, $"protocol versions {ProtocolVersion.Oldest} to {ProtocolVersion.Current} are served");
        }
        var now = services.Time.GetUtcNow();
        _clockOffset = SampleClock.OffsetOf(hello.At, now);
        _agentVersion = hello.AgentVersion;
        _attaching = true;   // from here on the rig may believe in this connection, also when the answer is lost
        var inventory = hello.Inventory.ToRigInventory(_agentVersion, services.Texts);
        var attachment = await _rig.Attach(Session, _tokenHash!, inventory);
        _tokenHash = null;
        if (Refused(attachment.Refusal) is { } refused) { throw refused; }

        await NoteCardsAsync(inventory);
        long stored = await services.Telemetry.HighestSequenceAsync(_rigId, CancellationToken.None);
        _sampleAt = services.Time.GetTimestamp();
        _samples = new(services, _socket, _rigId, stored, NoteHappenings);
        services.Connections.Attached(this);
        await _socket.SendAsync(ProtocolJson.ToUtf8(new Welcome
        {
            RigId = _rigId,
            RigName = attachment.RigName,
            At = now.ToUnixTimeMilliseconds(),
            Stored = stored,
            Settings = services.Options.SettingsFor(services.Connections.Count),
        }));
        await TakeOrdersAsync(hello.DesiredRevision);
    }

    static MessageFault? Refused(RigRefusal refusal) => refusal switch
    {
        RigRefusal.None => null,
        RigRefusal.Revoked => new(CloseCodes.Revoked, "the token was revoked"),
        RigRefusal.Clone => new(CloseCodes.OtherMachine, "another machine uses this rig's token"),
        _ => new(CloseCodes.Replaced, "a newer connection of this rig took over"),
    };

    ValueTask TakeSamplesAsync(ReadOnlySpan<byte> message, bool isLive)
    {
        var newest = _samples!.Take(message, Clock());
        return isLive ? ShowAsync(newest) : ValueTask.CompletedTask;
    }

    SampleClock Clock() => new(services.Time.GetUtcNow(), _clockOffset);

    /// <summary>Shows a sample, unless a newer one of this connection is shown already.</summary>
    ValueTask ShowAsync(RigSample? sample)
    {
        if (sample is null) { return ValueTask.CompletedTask; }
        Volatile.Write(ref _sampleAt, services.Time.GetTimestamp());
        _noData = false;
        if (sample.Sequence < _shown) { return ValueTask.CompletedTask; }
        _shown = sample.Sequence;
        return ReportAsync(sample);
    }

    async ValueTask ReportAsync(RigSample newest)
    {
        if (!await _rig.Report(Session, newest)) { throw new MessageFault(CloseCodes.Replaced, "a newer connection of this rig took over"); }
    }

    async Task ChangeInventoryAsync(ReadOnlyMemory<byte> message)
    {
        var inventory = Parse<InventoryChanged>(message).Inventory.ToRigInventory(_agentVersion, services.Texts);
        await _rig.ChangeInventory(Session, inventory);
        await NoteCardsAsync(inventory);
    }

    /// <summary>Samples name cards by their index; the history keeps them by bus id.</summary>
    Task NoteCardsAsync(RigInventory inventory)
    {
        if (inventory.Gpus.IsEmpty) { return Task.CompletedTask; }
        string?[] busIds = new string?[inventory.Gpus.Max(gpu => gpu.Index) + 1];
        foreach (var gpu in inventory.Gpus) { busIds[gpu.Index] = gpu.BusId; }
        return services.Cards.PutAsync(_rigId, busIds);
    }

    static T Parse<T>(ReadOnlyMemory<byte> message) where T : AgentMessage
    {
        MessageScan.CheckMembers(message.Span, ProtocolLimits.Members);
        try { return ProtocolJson.ReadAgentMessage(message.Span) as T ?? throw new MessageFault(CloseCodes.Policy, "not the message that its type says"); }
        catch (JsonException) { throw new MessageFault(CloseCodes.Policy, "not the message that its type says"); }
    }

    /// <summary>Notes why it ends. What came first is the reason; the rest follows from it.</summary>
    void End(RigEnding ending) => Interlocked.CompareExchange(ref _ending, ending, RigEnding.Unknown);

    void Tell(ref bool told, RigHearing hearing)
    {
        if (told) { return; }
        told = true;
        _ = TellAsync(hearing);
    }

    async Task TellAsync(RigHearing hearing)
    {
        try { await _rig.Hear(Session, HeardAt(), hearing); }
        catch (Exception failure) { services.Logger.RigUnreachable(failure, _rigId); }
    }

    DateTimeOffset HeardAt() => services.Time.GetUtcNow() - services.Time.GetElapsedTime(Volatile.Read(ref _heardAt));

    async Task EndAsync()
    {
        services.Connections.Remove(this);
        if (_socket.ClosedWith != 0) { services.Metrics.Closed(_socket.ClosedWith); }
        if (!_attaching) { return; }
        if (_samples is not null && _socket.ClosedWith != CloseCodes.Replaced) { services.Metrics.Offline(); }
        try { await _rig.Detach(Session, HeardAt(), _ending); }
        catch (Exception failure) { services.Logger.RigUnreachable(failure, _rigId); }
    }
}
