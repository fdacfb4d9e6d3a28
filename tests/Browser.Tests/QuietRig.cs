using System.Net.WebSockets;
using BloxOs.Protocol;

namespace BloxOs.Browser.Tests;

/// <summary>A rig with a critical card that reports until it is to fall silent, though its connection stays.</summary>
internal sealed class QuietRig : IAsyncDisposable
{
    readonly ClientWebSocket _socket = new();
    readonly CancellationTokenSource _stop = new(), _silence = new();
    Task _reading = Task.CompletedTask, _talking = Task.CompletedTask;
    long _sequence;

    /// <summary>Connects and reports.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="token">The rig's.</param>
    /// <param name="cancellation">It is not wanted any more.</param>
    /// <param name="recovering">What it does about its miner; null for nothing.</param>
    public static async Task<QuietRig> ConnectAsync(Uri server, string token, CancellationToken cancellation, string? recovering = null)
    {
        var rig = new QuietRig();
        rig._socket.Options.AddSubProtocol(AgentEndpoint.Subprotocol);
        rig._socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        await rig._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = AgentEndpoint.Path }.Uri, cancellation);
        await rig.SendAsync(new Hello
        {
            ProtocolVersion = ProtocolVersion.Current, AgentVersion = "1.0.0", At = Now, DesiredRevision = 0,
            Inventory = new() { HostName = "quiet", BootId = "boot", Gpus = [new() { Index = 0, BusId = "0000:01:00.0", Vendor = "nvidia", Model = "NVIDIA GeForce RTX 3080", MemoryBytes = 10L << 30 }] },
        });
        if (recovering is not null) { await rig.SendAsync(new Applied { Recovering = recovering, Miners = [] }); }
        await rig.SendAsync(rig.Sample());
        rig._reading = rig.ReadAsync();
        rig._talking = rig.TalkAsync();
        return rig;
    }

    /// <summary>It says no more; its connection stays.</summary>
    public async Task FallSilentAsync()
    {
        await _silence.CancelAsync();
        await _talking;
    }

    static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    Stats Sample() => new()
    {
        Sequence = ++_sequence, At = Now, UptimeSeconds = 100,
        Gpus = [new() { Index = 0, CoreCelsius = 85, FanPercent = 100, PowerWatts = 220 }],
        Work = [new() { Miner = "T-Rex", Version = "0.26.8", Algorithm = "kawpow", Hashrate = 46e6, Gpus = [new() { Index = 0, Hashrate = 46e6 }] }],
    };

    async Task TalkAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2));
        try { while (await timer.WaitForNextTickAsync(_silence.Token)) { await SendAsync(Sample()); } }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException) { }
    }

    async Task ReadAsync()
    {
        byte[] buffer = new byte[ProtocolLimits.MessageBytes];
        try { while ((await _socket.ReceiveAsync(buffer.AsMemory(), _stop.Token)).MessageType != WebSocketMessageType.Close) { } }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException) { }
    }

    Task SendAsync(AgentMessage message) => _socket.SendAsync(ProtocolJson.ToUtf8(message), WebSocketMessageType.Text, endOfMessage: true, _stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _silence.CancelAsync();
        await _stop.CancelAsync();
        await Task.WhenAll(_reading, _talking);
        _socket.Dispose();
        _silence.Dispose();
        _stop.Dispose();
    }
}
