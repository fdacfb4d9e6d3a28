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
using BloxOs.Agent.Recovery;
using BloxOs.Agent.Telemetry;
using BloxOs.Agent.Telemetry.Storage;

namespace BloxOs.Agent;

/// <summary>Wires the parts together and runs them.</summary>
/// <param name="options">Checked settings.</param>
/// <param name="log">Where to speak.</param>
/// <param name="time">Clock of everything.</param>
/// <param name="restart">Restarts the agent.</param>
internal sealed class AgentProcess(AgentOptions options, AgentLog log, TimeProvider time, AgentRestart restart)
{
    static readonly TimeSpan FirstReading = TimeSpan.FromSeconds(20);
    static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(1500);

    RigControl? _control;
    IReadOnlyList<SharedVendor> _vendors = [];
    Func<IReadOnlyList<MinerSnapshot>> _read = () => [];

    /// <summary>Reads once; what <c>--once</c> prints.</summary>
    public async Task<byte[]> ReadOnceAsync(CancellationToken cancellation)
    {
        var (inventory, sample) = await Reader().ReadAsync(cancellation);
        return OnceReport.Write(inventory, sample);
    }

    /// <summary>Reports until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var joined = options.Join is null ? options : options with { Token = await JoinAsync(cancellation) };
        using var outbox = new Outbox(SpilledSamples.Open(Path.Combine(options.StateDirectory, "outbox"), log, time));
        var cadence = new Cadence();
        var events = new RigEvents(time);
        var sampler = new Sampler(Reader(events), outbox, cadence, log, time, events);
        using var control = _control = ControlSetup.Create(options, () => sampler.Inventory, () => sampler.Latest, events, restart, updater: null, log, time);
        using var connector = new ServerConnector(joined, time);
        var link = new ServerLink(connector, new(sampler, outbox, cadence, log, time) { Control = control?.Link }, Random.Shared.NextDouble);
        log.Info($"bloxos-agent {AgentVersion.Text}, server {options.Server!.Uri.Host}");
        try
        {
            // Control wants the cards to be known, but not at any price: hung drivers must not leave miners and heat without anybody who looks after them.
            var reading = sampler.SampleAsync(cancellation);
            await Task.WhenAny(reading, Task.Delay(FirstReading, time, cancellation));
            // The hello carries the inventory, so the first reading comes before the first connection.
            var sampling = AfterAsync(reading, () => sampler.RunAsync(cancellation));
            var recovering = Recover(control, sampler, events, cancellation);
            var controlling = control?.RunAsync(cancellation) ?? Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
            var linking = AfterAsync(reading, () => link.RunAsync(cancellation));
            var first = await Task.WhenAny(sampling, linking, controlling, recovering);
            if (!cancellation.IsCancellationRequested) { await first; }
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

    Task Recover(RigControl? control, Sampler sampler, RigEvents events, CancellationToken cancellation) => control is null
        ? Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation)
        : new RigRecovery(options, control.Miners, control.Power.RebootAsync, sampler, _vendors, _read, events, log, time).RunAsync(cancellation);

    Task<string> JoinAsync(CancellationToken cancellation)
    {
        log.Info($"bloxos-agent {AgentVersion.Text}, joining at {options.Server!.Uri.Host}");
        return new Joiner(options, Environment.MachineName, log, time, Random.Shared.NextDouble).JoinAsync(cancellation);
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
        _vendors = [.. GpuVendors.Create(options, roots, time).Select(v => new SharedVendor(v, time))];
        var kernel = new KernelWatch(new KernelLog(roots), roots, events, log, time);
        var miners = new MinerWatch(roots, () => _control?.Miners.Miners ?? [], log, time);
        _read = () => miners.Latest;
        return new(new(roots, LocalAddresses.Read, time), _vendors, new(), miners, log, time, kernel);
    }

    sealed class Registrations(params IDisposable[] all) : IDisposable
    {
        public void Dispose()
        {
            foreach (var one in all) { one.Dispose(); }
        }
    }
}
