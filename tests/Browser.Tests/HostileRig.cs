using System.Net.WebSockets;
using System.Text.Json;
using BloxOs.Protocol;

namespace BloxOs.Browser.Tests;

/// <summary>A rig that speaks the protocol well and puts HTML that would run into every text that a rig can send.</summary>
internal sealed class HostileRig : IAsyncDisposable
{
    /// <summary>Names of the fields that it fills, one marker each.</summary>
    public static readonly string[] Fields =
    [
        "host", "system", "kernel", "address", "cpu", "board", "card", "cardboard", "vbios", "driver", "memory", "uuid", "agent", "miner", "version", "algorithm", "coin", "pool",
        "dmesg", "ended", "started", "stopped", "update", "fault", "reason", "recovering", "refused", "output", "line", "log", "quarantined", "rival", "rivaladdress", "busid",
        "vendor", "recovery", "heat", "reading", "event", "eventbus", "eventminer", "appliedminer",
    ];

    /// <summary>Texts of the protocol without a marker, as nobody is shown them: compared, a name by a rule that no HTML passes, or one of a few words.</summary>
    public static readonly string[] Unmarked =
    [
        "Inventory.BootId", "Applied.Digest", "AppliedMiner.Name", "CommandState.Id", "CommandState.State", "MinerLog.Instance",
    ];

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    readonly ClientWebSocket _socket = new();
    readonly SemaphoreSlim _one = new(1, 1);
    readonly CancellationTokenSource _stop = new();
    Task _loops = Task.CompletedTask;
    long _sequence;

    /// <summary>HTML that calls a function with the field's name as soon as it becomes an element.</summary>
    public static string Mark(string field) => $"<img src=x onerror=bad('{field}')>";

    /// <summary>Connects and goes on until it is thrown away. A copy of its disk was there before it, and tries to come back.</summary>
    public static async Task<HostileRig> ConnectAsync(Uri server, string token, CancellationToken cancellation)
    {
        await using var copy = await OpenAsync(server, token, Copy, cancellation);
        await copy.AnswerAsync();
        var rig = await OpenAsync(server, token, Machine, cancellation);
        rig._loops = Task.WhenAll(rig.ReadAsync(), rig.ReportAsync());
        await copy.ReadAsync().WaitAsync(s_patience, cancellation);   // thrown out
        await using var again = await OpenAsync(server, token, Copy, cancellation);
        await again.ReadAsync().WaitAsync(s_patience, cancellation);   // kept out
        return rig;
    }

    static async Task<HostileRig> OpenAsync(Uri server, string token, Inventory inventory, CancellationToken cancellation)
    {
        var rig = new HostileRig();
        rig._socket.Options.AddSubProtocol(AgentEndpoint.Subprotocol);
        rig._socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        await rig._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = AgentEndpoint.Path }.Uri, cancellation);
        await rig.SendAsync(Greeting(inventory));
        return rig;
    }

    /// <summary>One of each message that it sends.</summary>
    public static IReadOnlyList<AgentMessage> Messages => [Greeting(Machine), Work, Sample(1), Answer("id"), Log("main")];

    static Hello Greeting(Inventory inventory) => new() { ProtocolVersion = ProtocolVersion.Current, AgentVersion = Mark("agent"), At = Now, DesiredRevision = 0, Inventory = inventory };

    static CommandState Answer(string id) => new() { Id = id, State = CommandStates.Ok, At = Now, Output = Mark("output") + "\nand a second line" };

    static MinerLog Log(string instance) => new() { Instance = instance, First = 1, Lines = [Mark("log")] };

    static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    static Inventory Copy => new() { HostName = Mark("rival"), BootId = "copy", Addresses = [Mark("rivaladdress")] };

    static Inventory Machine => new()
    {
        HostName = Mark("host"), OperatingSystem = Mark("system"), Kernel = Mark("kernel"), BootId = "boot", Addresses = [Mark("address")], CpuModel = Mark("cpu"), CpuThreads = 4, Board = Mark("board"), DiskReadOnly = true,
        Gpus = [new() { Index = 1, BusId = Mark("busid"), Vendor = Mark("vendor") }, new() { Index = 0, BusId = "0000:01:00.0", Uuid = Mark("uuid"), Vendor = "nvidia", Model = Mark("card"), Board = Mark("cardboard"), Vbios = Mark("vbios"), Driver = Mark("driver"), MemoryVendor = Mark("memory"), MemoryBytes = 10L << 30 }],
    };

    static Stats Sample(long sequence) => new()
    {
        Sequence = sequence,
        At = Now,
        UptimeSeconds = 100,
        Gpus = [new() { Index = 1, Fault = Mark("fault") }, new() { Index = 0, CoreCelsius = 60 + sequence % 5, MemoryCelsius = 104, FanPercent = 50 }],
        Work = [new() { Miner = Mark("miner"), Version = Mark("version"), Algorithm = Mark("algorithm"), Coin = Mark("coin"), Pool = Mark("pool"), Hashrate = 1e6 + sequence, Gpus = [new() { Index = 0, Hashrate = 1e6 }] }],
        // In each sample: the page shows those of the last one.
        Events = [new() { At = Now, Kind = RigEventKinds.Kernel, Text = Mark("dmesg") }, .. sequence == 1 ? Once() : []],
    };

    /// <summary>A kind that no server knows is one of them, about a card and a miner that are not there.</summary>
    static IEnumerable<RigEvent> Once() => new[]
    {
        (RigEventKinds.MinerEnded, "ended"), (RigEventKinds.MinerStarted, "started"), (RigEventKinds.MinerStopped, "stopped"), (RigEventKinds.Recovery, "recovery"), (RigEventKinds.Heat, "heat"),
        (RigEventKinds.Reading, "reading"), (RigEventKinds.Update, "update"),
    }.Select(static one => new RigEvent { At = Now, Kind = one.Item1, Instance = "main", Text = Mark(one.Item2) }).Concat(
    [
        new() { At = Now, Kind = Mark("kind"), BusId = Mark("eventbus"), Text = Mark("event") },
        new() { At = Now, Kind = RigEventKinds.MinerEnded, Instance = Mark("eventminer"), Text = "ended" },
    ]);

    static Applied Work => new()
    {
        Recovering = Mark("recovering"),
        Refused = Mark("refused"),
        Miners = [new() { Name = "main", Miner = "t-rex", State = MinerStates.Failed, Reason = Mark("reason"), Exits = 2, ExitCode = 1, LastLines = [Mark("line")], Quarantined = [Mark("quarantined")] }, new() { Name = "odd", Miner = Mark("appliedminer"), State = Mark("state") }],
    };

    async Task ReportAsync()
    {
        await SendAsync(Work);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token)) { await SendAsync(Sample(++_sequence)); }
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException) { }
    }

    /// <summary>Waits for the server's first word.</summary>
    async Task AnswerAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        await _socket.ReceiveAsync(new byte[ProtocolLimits.MessageBytes].AsMemory(), patience.Token);
    }

    async Task ReadAsync()
    {
        byte[] buffer = new byte[ProtocolLimits.MessageBytes];
        int length = 0;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), _stop.Token);
                if (part.MessageType == WebSocketMessageType.Close) { return; }
                length += part.Count;
                if (!part.EndOfMessage) { continue; }
                var message = JsonSerializer.Deserialize(buffer.AsSpan(0, length), ProtocolJson.Default.ServerMessage);
                length = 0;
                if (message is Command { Id: { } id }) { await SendAsync(Answer(id)); }
                if (message is WatchLog { Instance: { } instance }) { await SendAsync(Log(instance)); }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException) { }
    }

    async Task SendAsync(AgentMessage message)
    {
        await _one.WaitAsync(_stop.Token);
        try { await _socket.SendAsync(ProtocolJson.ToUtf8(message), WebSocketMessageType.Text, endOfMessage: true, _stop.Token); }
        finally { _one.Release(); }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loops;
        _socket.Dispose();
        _stop.Dispose();
        _one.Dispose();
    }
}
