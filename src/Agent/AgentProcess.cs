using System.Runtime.InteropServices;
using BloxOs.Agent.Commands;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Connection;
using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Joining;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Miners;
using BloxOs.Agent.Native;
using BloxOs.Agent.Recovery;
using BloxOs.Agent.Telemetry;
using BloxOs.Agent.Telemetry.Storage;
using BloxOs.Agent.Updates;
using BloxOs.Protocol;

namespace BloxOs.Agent;

/// <summary>Wires the parts together and runs them.</summary>
/// <param name="options">Checked settings.</param>
/// <param name="log">Where to speak.</param>
/// <param name="time">Clock of everything.</param>
/// <param name="restart">Restarts the agent.</param>
internal sealed class AgentProcess(AgentOptions options, AgentLog log, TimeProvider time, AgentRestart restart)
{
    static readonly TimeSpan FirstReading = TimeSpan.FromSeconds(20);
    const int EnrollTries = 5;
    static readonly TimeSpan SecretPause = TimeSpan.FromSeconds(15);
    static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(1500);

    RigControl? _control;
    AgentUpdater? _updater;
    IReadOnlyList<SharedVendor> _vendors = [];
    Func<IReadOnlyList<MinerSnapshot>> _read = () => [];
    Func<IReadOnlyList<string>> _kernel = () => [];

    /// <summary>Reads the settings again, as at the start; used while the secret is missing.</summary>
    public Func<AgentOptions> ReadAgain { get; init; } = () => options;

    /// <summary>Reads the rig once.</summary>
    public Task<(Inventory Inventory, Stats Sample)> ReadOnceAsync(CancellationToken cancellation) => Reader().ReadAsync(cancellation);

    /// <summary>Joins a farm and keeps the token. False when the server does not take the code, or cannot be reached.</summary>
    public async Task<bool> EnrollAsync(CancellationToken cancellation)
    {
        if (options.Join is null)
        {
            log.Info("this rig has a token already: nothing to do");
            return true;
        }
        return await new Joiner(options, Environment.MachineName, log, time, Random.Shared.NextDouble).TryJoinAsync(EnrollTries, cancellation) is not null;
    }

    /// <summary>Reports until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var cancellation = ending.Token;
        var duty = TrialDuty();
        var updater = _updater = new AgentUpdater(options, Environment.ProcessPath ?? "", AgentVersion.Text, log, time, Random.Shared.NextDouble);
        using var outbox = new Outbox(SpilledSamples.Open(Path.Combine(options.StateDirectory, "outbox"), log, time));
        var cadence = new Cadence();
        var events = new RigEvents(time);
        var sampler = new Sampler(Reader(events), outbox, cadence, log, time, events);
        using var control = _control = ControlSetup.Create(options, () => sampler.Inventory, () => sampler.Latest, events, restart, updater, _kernel, log, time);
        var session = new SessionContext(sampler, outbox, cadence, log, time) { Control = control?.Link, Welcomed = () => duty?.SayConnected(), PutOff = pause => duty?.SayPutOff(pause) };
        log.Info($"bloxos-agent {AgentVersion.Text}, server {options.Server!.Uri.Host}");
        // Not the end of it: what it would keep from being run runs already, and a rig that does not mine helps nobody. It updates itself only when this is mended.
        if (RootTrust.Problem(options) is { } distrust) { log.Error(distrust); }
        try
        {
            // Control wants the cards to be known, but not at any price: hung drivers must not leave miners and heat without anybody who looks after them.
            var reading = sampler.SampleAsync(cancellation);
            await Task.WhenAny(reading, Task.Delay(FirstReading, time, cancellation));
            // The hello carries the inventory, so the first reading comes before the first connection.
            var sampling = AfterAsync(reading, () => sampler.RunAsync(cancellation));
            var recovering = Recover(control, sampler, events, cancellation);
            var controlling = control?.RunAsync(cancellation) ?? Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
            var linking = AfterAsync(reading, () => LinkAsync(session, cancellation));
            var watching = duty?.WatchAsync(cancellation) ?? Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
            _ = MappedCode.ReleaseAsync(time, cancellation);
            var first = await Task.WhenAny(sampling, linking, controlling, recovering, watching);
            if (!cancellation.IsCancellationRequested) { await first; }
            await ending.CancelAsync();
            await Task.WhenAll(sampling, linking, controlling, recovering).WaitAsync(StopTimeout, time, CancellationToken.None);
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is OperationCanceledException or TimeoutException) { }
        log.Info("stopped");
    }

    static async Task AfterAsync(Task first, Func<Task> then)
    {
        await first;
        await then();
    }

    /// <summary>After <see cref="RunAsync"/>: tries a new build that was fetched, and puts it in place when it works. Nothing to do without one.</summary>
    public async Task UpdateAsync()
    {
        if (_updater?.Prepared is not { } update) { return; }
        using var stop = new CancellationTokenSource();
        using var signals = OnStopSignals(stop);
        using var source = new UpdateSource(options, time, Random.Shared.NextDouble);
        await new UpdateTrial(Record(), source.AnswersAsync, log, time).RunAsync(update, stop.Token);
    }

    TrialDuty? TrialDuty()
    {
        var record = Record();
        if (options.TrialWatcher is { } watcher) { return new(watcher, record, log, time); }
        record.EndInterruptedTrial(AgentVersion.Text);
        return null;
    }

    UpdateRecord Record() => new(options.StateDirectory, log, new ProcessTable(new()).BootId);

    Task Recover(RigControl? control, Sampler sampler, RigEvents events, CancellationToken cancellation) => control is null
        ? Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation)
        : new RigRecovery(options, control.Miners, control.Power.RebootAsync, control.Power.Helper, sampler, _vendors, _read, new(), events, log, time).RunAsync(cancellation);

    async Task LinkAsync(SessionContext session, CancellationToken cancellation)
    {
        using var connector = new ServerConnector(await WithTokenAsync(cancellation), time);
        await new ServerLink(connector, session, Random.Shared.NextDouble).RunAsync(cancellation);
    }

    /// <summary>The settings with the token, however long that takes: miners, recovery and the guard against heat work without.</summary>
    async Task<AgentOptions> WithTokenAsync(CancellationToken cancellation)
    {
        var now = options;
        while (true)
        {
            string? problem = now.SecretProblem;
            try
            {
                if (now.Join is not null)
                {
                    log.Info($"joining at {now.Server!.Uri.Host}");
                    return now with { Token = await new Joiner(now, Environment.MachineName, log, time, Random.Shared.NextDouble).JoinAsync(cancellation) };
                }
                if (problem is null) { return now; }
            }
            catch (ConfigurationException e) { problem = e.Message; }
            log.WarnSeldom("secret", $"{problem} This rig works on without its server, and looks again every {SecretPause.TotalSeconds:0} s.");
            await Task.Delay(SecretPause, time, cancellation);
            now = Again(now);
        }
    }

    AgentOptions Again(AgentOptions before)
    {
        try
        {
            var again = ReadAgain();
            if ((again.Token ?? again.Join?.Code) is { } secret) { log.Hide(secret); }
            return again;
        }
        catch (ConfigurationException e) { return before with { Join = null, SecretProblem = e.Message }; }
    }

    /// <summary>Makes SIGTERM and SIGINT cancel instead of kill.</summary>
    public static IDisposable OnStopSignals(CancellationTokenSource stop)
    {
        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
        var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        return new Registrations(terminate, interrupt);
    }

    RigReader Reader(RigEvents? events = null)
    {
        var roots = new SystemRoots();
        var power = RigPower.Of(options, time);
        _vendors = [.. GpuVendors.Create(options, roots, time).Select(v => new SharedVendor(v, time))];
        var kernelLog = new KernelLog(roots);
        _kernel = () => kernelLog.Newest;
        var kernel = new KernelWatch(kernelLog, roots, events, log, time);
        var miners = new MinerWatch(roots, () => _control?.Miners.Miners ?? [], log, time);
        _read = () => miners.Latest;
        return new(new(roots, LocalAddresses.Read, time, () => power.CanAct), _vendors, new(), miners, log, time, kernel, events is null ? null : new(events, time));
    }

    sealed class Registrations(params IDisposable[] all) : IDisposable
    {
        public void Dispose()
        {
            foreach (var one in all) { one.Dispose(); }
        }
    }
}
