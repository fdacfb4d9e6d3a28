using System.Net;
using System.Net.Sockets;
using BloxOs.Agent.Commands;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Miners;
using BloxOs.Agent.Recovery;
using BloxOs.Agent.Recovery.Heat;
using BloxOs.Agent.Telemetry;
using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Reading;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Recovery;

/// <summary>
/// Both loops of recovery as the agent wires them: real readers of cards and machine over a made-up <c>/proc</c>, pools and server that are real sockets, state on a real disk, a clock that
/// the test moves. A reboot ends the loops and begins new ones, with another boot.
/// </summary>
internal sealed class WiredRig : IAsyncDisposable
{
    public const double Usual = 120e6;

    readonly TempDirectory _folder = new();
    readonly StringWriter _log = new();
    readonly TcpListener _pool = new(IPAddress.Loopback, 0), _server = new(IPAddress.Loopback, 0);
    readonly Socket _deaf = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    readonly List<string> _events = [];
    readonly Outbox _outbox = new(100);
    Sampler? _sampler;
    CancellationTokenSource _stop = new();
    Task _running = Task.CompletedTask;
    RigEvents _pending;
    DateTimeOffset _bootedAt;
    long _shares;
    int _boots;

    public WiredRig()
    {
        _pool.Start();
        _server.Start();
        _deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _pending = new(Time);
        Load = 1;
        _folder.Write("proc/cpuinfo", string.Concat(Enumerable.Range(0, 4).Select(i => $"processor\t: {i}\n")));
        Directory.CreateDirectory(_folder.File("state"));
        Want(PoolPort, PoolPort);
        Control.Start();
    }

    public PacedTime Time { get; } = new();

    public FakeControl Control { get; } = new();

    public WarmCards Cards { get; } = new();

    public int PoolPort => ((IPEndPoint)_pool.LocalEndpoint).Port;

    /// <summary>Taken, and nobody takes a connection there.</summary>
    public int DeafPort => ((IPEndPoint)_deaf.LocalEndPoint!).Port;

    public int ServerPort => ((IPEndPoint)_server.LocalEndpoint).Port;

    /// <summary>Where the agent thinks that its server is.</summary>
    public int? OtherServerPort { get; set; }

    /// <summary>What the rig's own settings say.</summary>
    public LocalRecovery Local { get; set; } = LocalRecovery.None;

    /// <summary>Load of the machine.</summary>
    public double Load { set => _folder.Write("proc/loadavg", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value:0.00} 1.00 1.00 1/100 5\n")); }

    /// <summary>The miner's API answers.</summary>
    public bool Answers { get; set; } = true;

    /// <summary>Hashes per second that it makes.</summary>
    public double Hashrate { get; set; } = Usual;

    /// <summary>Its pool takes shares.</summary>
    public bool TakesShares { get; set; } = true;

    /// <summary>Boots that the rig gave itself.</summary>
    public int Reboots { get; private set; }

    /// <summary>Who acts for an agent that is not root; null: the agent is root.</summary>
    public RootHelper? Helper { get; set; }

    /// <summary>Called while the rig reboots: what that mends.</summary>
    public Action? Rebooted { get; set; }

    public string Events { get { Collect(); return string.Join('\n', _events); } }

    public string Log { get { lock (_log) { return _log.ToString(); } } }

    public string File(string name) => _folder.File(name);

    public string Script(string name, string body) => Support.Scripts.Script(_folder, name, body);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Want(params int[] pools) => Control.Miner = Control.Miner with
    {
        Wanted = new()
        {
            Name = "gpu",
            Miner = "t-rex",
            Algorithms = [new() { Algorithm = "kawpow", Pools = [.. pools.Select(p => new DesiredPool { Host = "127.0.0.1", Port = p, User = "w" })] }],
        },
    };

    public void WantLeast(double hashrate) => Control.Miner = Control.Miner with { Wanted = Control.Miner.Wanted with { LeastHashrate = hashrate } };

    /// <summary>The agent starts on a rig that has run for so long.</summary>
    public Task StartAsync(TimeSpan uptime)
    {
        _boots++;
        _bootedAt = Time.GetUtcNow() - uptime;
        return StartAgentAsync();
    }

    /// <summary>The agent ends, and another one takes its place during the same boot.</summary>
    public async Task ReplaceAgentAsync()
    {
        Collect();
        await StopAsync();
        _stop = new();
        await StartAgentAsync();
    }

    async Task StartAgentAsync()
    {
        var uptime = Time.GetUtcNow() - _bootedAt;
        _folder.Write("proc/sys/kernel/random/boot_id", $"boot-{_boots}\n");
        _folder.Write("proc/uptime", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{uptime.TotalSeconds:0.00} 1.00\n"));
        var roots = new SystemRoots(Proc: _folder.File("proc"), Sys: _folder.File("sys"), Etc: _folder.File("etc"), Dev: _folder.File("dev"));
        var log = new AgentLog(TextWriter.Synchronized(_log), Time);
        IReadOnlyList<SharedVendor> vendors = [new(Cards, Time)];
        _pending = new(Time);
        var cadence = new Cadence();
        cadence.Apply(new Settings { StatsSeconds = 3600 });   // the ladder asks for the samples that it needs
        var sampler = new Sampler(new(new(roots, () => [], Time), vendors, new(), new(roots, () => [], log, Time), log, Time), _outbox, cadence, log, Time);
        var options = new AgentOptions { Server = ServerAddress.Parse($"http://127.0.0.1:{OtherServerPort ?? ServerPort}"), StateDirectory = _folder.File("state"), Recovery = Local };
        var recovery = new RigRecovery(options, Control, RebootAsync, Helper, sampler, vendors, Read, roots, _pending, log, Time);
        await sampler.SampleAsync(Cancellation);
        _sampler = sampler;
        _running = Task.WhenAll(recovery.RunAsync(_stop.Token), sampler.RunAsync(_stop.Token));
        await WaitAsync();
    }

    /// <summary>Time passes, one look of the ladder after the other, until something is so; false when it is not within that time.</summary>
    public async Task<bool> ForAsync(TimeSpan time, Func<bool>? until = null)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += RecoveryLoop.Pace)
        {
            if (until?.Invoke() == true) { return true; }
            if (TakesShares && Answers && Control.Miner.ProcessId is not null) { _shares++; }
            int reboots = Reboots;
            Time.Advance(RecoveryLoop.Pace);
            await WaitAsync();
            Collect();
            if (Reboots > reboots) { await BootAsync(); }
        }
        return until?.Invoke() == true;
    }

    async Task BootAsync()
    {
        await StopAsync();
        _stop = new();
        Time.Advance(TimeSpan.FromMinutes(1));
        Rebooted?.Invoke();
        Control.Start();
        await StartAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Ladder and guard have looked and wait for their next look, and the sample that they asked for is there.</summary>
    Task WaitAsync() => Eventually.Async(IsAtRest, "the ladder", () => $"Timers: {Time.Lengths}; the newest sample is {_sampler!.Age} old. The agent's log: {Log}", Cancellation, TimeSpan.FromMilliseconds(1));

    bool IsAtRest()
    {
        var second = TimeSpan.FromSeconds(1);
        return Time.Waiting(RecoveryLoop.Pace, RecoveryLoop.Pace) > 0
            && Time.Waiting(HeatLoop.Busy, RecoveryLoop.Pace - second) + Time.Waiting(RecoveryLoop.Pace + second, HeatLoop.Idle) > 0
            && _sampler!.Age <= TimeSpan.FromSeconds(75);
    }

    async Task<string?> RebootAsync(CancellationToken cancellation)
    {
        if (Helper is not null && await new RigPower(null, null, Helper, TimeProvider.System).RebootAsync(cancellation) is { } refused) { return refused; }
        Reboots++;
        return null;
    }

    IReadOnlyList<MinerSnapshot> Read()
    {
        if (Control.Miner.ProcessId is not { } process) { return []; }
        var work = new MinerWork { Algorithm = "kawpow", Hashrate = Hashrate, Shares = new() { Accepted = _shares } };
        return [new(MinerCatalog.Find("t-rex")!, process) { Name = "gpu", Reading = Answers ? new() { Work = [work] } : null }];
    }

    void Collect()
    {
        while (_pending.Take() is { } some) { _events.AddRange(some.Select(e => $"{e.Kind} {e.Text}")); }
    }

    async Task StopAsync()
    {
        await _stop.CancelAsync();
        try { await _running; }
        catch (OperationCanceledException) { }
        _stop.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _outbox.Dispose();
        _pool.Dispose();
        _server.Dispose();
        _deaf.Dispose();
        await _log.DisposeAsync();
        _folder.Dispose();
    }
}
