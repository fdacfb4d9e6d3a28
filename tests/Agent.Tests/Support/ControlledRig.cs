using BloxOs.Agent.Machine;
using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Telemetry;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Support;

/// <summary>Control of real processes on the real clock, with short pauses; several agents may come and go over the same folder.</summary>
internal sealed class ControlledRig : IAsyncDisposable
{
    readonly TempDirectory _folder = new();
    readonly StringWriter _log = new();
    CancellationTokenSource _stop = new();
    Task _running = Task.CompletedTask;
    long _revision;
    bool _started;

    public ControlledRig()
    {
        Directory.CreateDirectory(Miners);
        Fake = new(Miners);
        Log = new(TextWriter.Synchronized(_log), TimeProvider.System);
        Events = new(TimeProvider.System);
        Places = new(_folder.File("state"));
        Places.Create(others: false);
        Supervisor = New();
    }

    public string Miners => _folder.File("miners");

    public string State => Places.StateDirectory;

    public ScriptedMiner Fake { get; }

    public AgentLog Log { get; }

    public MinerPlaces Places { get; }

    public RigEvents Events { get; }

    public ProcessTable Table { get; init; } = new(new());

    /// <summary>What starts miners; null for the agent's own way.</summary>
    public IMinerLauncher? Launcher { get; set; }

    /// <summary>Clock of what the agent does with miners: the real one.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public MinerSupervisor Supervisor { get; private set; }

    public Inventory Inventory { get; set; } = new();

    public Stats? Sample { get; set; }

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    public BackOff BackOff { get; set; } = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(400), TimeSpan.FromMinutes(10));

    public string LogText { get { lock (_log) { return _log.ToString(); } } }

    public MinerStatus Miner => Supervisor.Miners.Single();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Start()
    {
        Supervisor = New();
        Supervisor.Load();
        _started = true;
        _running = Supervisor.RunAsync(_stop.Token);
    }

    /// <summary>The agent ends, and another one takes its place.</summary>
    public async Task ReplaceAgentAsync()
    {
        await StopAgentAsync();
        _stop.Dispose();
        _stop = new();
        Start();
    }

    public async Task StopAgentAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <summary>Wants these miners, as a new revision.</summary>
    public void Want(params DesiredMiner[] miners) => Supervisor.Apply(new() { Revision = ++_revision, Miners = miners });

    public Task UntilAsync(Func<bool> condition, string what) => Eventually.Async(condition, what, () => $"The agent's log: {LogText}", Cancellation);

    /// <summary>Waits until the miner runs and has printed something; its process.</summary>
    public async Task<int> RunningAsync(int start = 1)
    {
        await UntilAsync(() => Supervisor.Miners is [{ State: MinerStates.Running }, ..] && Fake.Starts.Length >= start, $"start {start}");
        return Miner.ProcessId!.Value;
    }

    MinerSupervisor New() => new(new MinerParts
    {
        Planner = new(new(Miners), Places, () => Inventory, () => Sample),
        Launcher = Launcher ?? new DirectLauncher(Table),
        Stopper = new(Table, Places, Patience, TimeProvider.System),
        Table = Table,
        Places = Places,
        Keeper = new(new(new()), Places.Logs, Log) { Kilobytes = 100, PauseSeconds = 1 },
        BackOff = BackOff,
        Look = TimeSpan.FromMilliseconds(20),
        Events = Events,
        Log = Log,
        Time = Time,
    });

    public async ValueTask DisposeAsync()
    {
        if (_started && !_stop.IsCancellationRequested)
        {
            await Supervisor.StopAsync(null, "the test ends", CancellationToken.None);
            await StopAgentAsync();
        }
        Fake.End();
        _stop.Dispose();
        _folder.Dispose();
    }
}
