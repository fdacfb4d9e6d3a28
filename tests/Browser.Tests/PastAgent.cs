using System.Net.WebSockets;
using BloxOs.Protocol;

namespace BloxOs.Browser.Tests;

/// <summary>An agent that was cut off for long and sends what it kept: a rig with a past, made in seconds.</summary>
internal sealed class PastAgent(Uri server, string token) : IAsyncDisposable
{
    /// <summary>Cards of the rig.</summary>
    public const int Cards = 8;

    /// <summary>Samples on their way that are not stored yet, as the real agent has: one write of the server's then stores many.</summary>
    const int MostUnstored = 10 * ProtocolLimits.BacklogSamples;

    /// <summary>For one step, an answer or a message that goes out: a slow machine takes longer for all of them and still gets done.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    readonly ClientWebSocket _socket = new();
    readonly byte[] _buffer = new byte[64 * 1024];
    long _sequence, _stored;

    /// <summary>More watts per card than usual.</summary>
    public double ExtraWatts { get; init; }

    /// <summary>Another one than before: the machine was booted anew.</summary>
    public string BootId { get; init; } = "one";

    /// <summary>Connects and says hello.</summary>
    public async Task ConnectAsync()
    {
        _socket.Options.AddSubProtocol(AgentEndpoint.Subprotocol);
        _socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        await WithinAsync("a connection", patience => _socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = AgentEndpoint.Path }.Uri, patience));
        await SendAsync(new Hello { ProtocolVersion = ProtocolVersion.Current, AgentVersion = "0.1.0", At = Now(), Inventory = new() { HostName = "past", BootId = BootId, Gpus = [.. Enumerable.Range(0, Cards).Select(Card)] } });
        Welcome? welcome;
        while ((welcome = await ReadAsync() as Welcome) is null) { }
        _sequence = _stored = welcome.Stored;
    }

    /// <summary>Sends the samples of a stretch that ends so long ago, and waits until they are stored.</summary>
    /// <param name="from">Age of the first.</param>
    /// <param name="to">Age that all are older than.</param>
    /// <param name="step">Time between two.</param>
    /// <param name="happened">Put into the first.</param>
    public async Task SendAsync(TimeSpan from, TimeSpan to, TimeSpan step, params RigEvent[] happened)
    {
        long now = Now();
        var waiting = new List<Stats>();
        for (var age = from; age > to; age -= step)
        {
            waiting.Add(Sample(now - (long)age.TotalMilliseconds, waiting.Count == 0 ? happened : []));
            happened = [];
            if (waiting.Count < ProtocolLimits.BacklogSamples && age - step > to) { continue; }
            await SendAsync(new Backlog { Samples = waiting });
            waiting.Clear();
            await StoredAsync(_sequence - MostUnstored);
        }
        await StoredAsync(_sequence);
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket.State == WebSocketState.Open) { await WithinAsync("an end", patience => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience)); }
        _socket.Dispose();
    }

    static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    static GpuInventory Card(int index) => new() { Index = index, BusId = $"0000:{index + 1:x2}:00.0", Vendor = "nvidia", Model = "NVIDIA GeForce RTX 3080" };

    /// <summary>Waves and a little noise, the same in every run.</summary>
    Stats Sample(long at, RigEvent[] happened)
    {
        _sequence++;
        double day = Math.Sin(at / 86_400_000d * Math.Tau);
        double Noise(int card, int what) => ((_sequence * 7_919) + (card * 104_729) + (what * 1_299_709)) % 1_000 / 1_000d;
        double Hash(int card) => 45_800_000 + (120_000 * card) + (400_000 * Noise(card, 1));
        var cards = Enumerable.Range(0, Cards);
        return new()
        {
            Sequence = _sequence,
            At = at,
            UptimeSeconds = 86_400,
            Gpus = [.. cards.Select(card => new GpuStats
            {
                Index = card, CoreCelsius = Math.Round(54 + card + (4 * day) + (4 * Noise(card, 2))), HotspotCelsius = Math.Round(67 + card + (4 * day) + Noise(card, 3)),
                MemoryCelsius = Math.Round(74 + (2 * card) + (6 * day) + (2 * Noise(card, 4))), FanPercent = Math.Round(58 + (8 * day) + (3 * Noise(card, 5))), PowerWatts = 220 + ExtraWatts + card + (5 * Noise(card, 6)),
            })],
            Work =
            [
                new()
                {
                    Instance = 0, Miner = "t-rex", Version = "0.26.8", Algorithm = "kawpow", Coin = "RVN", UptimeSeconds = 3_600, Hashrate = cards.Sum(Hash), Accepted = Cards * _sequence, Rejected = _sequence / 12, Stale = _sequence / 16, Invalid = 0,
                    Gpus = [.. cards.Select(card => new GpuWork { Index = card, Hashrate = Hash(card), Accepted = _sequence, Rejected = card == 3 ? _sequence / 12 : 0, Stale = card == 5 ? _sequence / 16 : 0 })],   // in all what the rig has
                },
            ],
            Events = happened.Length == 0 ? null : happened,
        };
    }

    Task SendAsync(AgentMessage message) =>
        WithinAsync("room for a message", patience => _socket.SendAsync(ProtocolJson.ToUtf8(message), WebSocketMessageType.Text, endOfMessage: true, patience));

    async Task StoredAsync(long sequence)
    {
        while (_stored < sequence) { if (await ReadAsync() is Ack { Stored: { } stored }) { _stored = stored; } }
    }

    async Task<ServerMessage?> ReadAsync()
    {
        int read = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = default;
            await WithinAsync("an answer", async patience => part = await _socket.ReceiveAsync(_buffer.AsMemory(read), patience));
            if (part.MessageType == WebSocketMessageType.Close) { throw new InvalidOperationException($"The server closed: {_socket.CloseStatus} {_socket.CloseStatusDescription}"); }
            read += part.Count;
            if (part.EndOfMessage) { return ProtocolJson.ReadServerMessage(_buffer.AsSpan(0, read)); }
        }
    }

    static async Task WithinAsync(string what, Func<CancellationToken, Task> step)
    {
        using var patience = new CancellationTokenSource(s_patience);
        try { await step(patience.Token); }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested) { throw new TimeoutException($"The server gave {what} not within {s_patience.TotalSeconds} s.", late); }
    }
}
