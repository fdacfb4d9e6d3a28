using System.Runtime.InteropServices;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Connection;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Joining;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Telemetry;
using BloxOs.Agent.Telemetry.Storage;
using BloxOs.Agent.Updates;

namespace BloxOs.Agent;

/// <summary>Wires the parts together and runs them.</summary>
/// <param name="options">Checked settings.</param>
/// <param name="log">Where to speak.</param>
/// <param name="time">Clock of everything.</param>
internal sealed class AgentProcess(AgentOptions options, AgentLog log, TimeProvider time)
{
    static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(1500);

    /// <summary>Reads once; what <c>--once</c> prints.</summary>
    public async Task<byte[]> ReadOnceAsync(CancellationToken cancellation)
    {
        var (inventory, sample) = await Reader().ReadAsync(cancellation);
        return OnceReport.Write(inventory, sample);
    }

    /// <summary>Reports until cancelled, or until somebody has begun an update: then everything has ended, and the update is returned.</summary>
    public async Task<PreparedUpdate?> RunAsync(CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var cancellation = ending.Token;
        var duty = TrialDuty();
        var updater = new AgentUpdater(options, Environment.ProcessPath ?? "", AgentVersion.Text, log, time);
        var joined = options.Join is null ? options : options with { Token = await JoinAsync(cancellation) };
        using var outbox = new Outbox(SpilledSamples.Open(Path.Combine(options.StateDirectory, "outbox"), log, time));
        var cadence = new Cadence();
        var sampler = new Sampler(Reader(), outbox, cadence, log, time);
        using var connector = new ServerConnector(joined, time);
        var link = new ServerLink(connector, new(sampler, outbox, cadence, log, time) { Welcomed = () => duty?.SayConnected() }, Random.Shared.NextDouble);
        log.Info($"bloxos-agent {AgentVersion.Text}, server {options.Server!.Uri.Host}");
        try
        {
            // The hello carries the inventory, so the first reading comes before the first connection.
            await sampler.SampleAsync(cancellation);
            var sampling = sampler.RunAsync(cancellation);
            var linking = link.RunAsync(cancellation);
            var watching = duty?.WatchAsync(cancellation) ?? Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
            var first = await Task.WhenAny(sampling, linking, watching, updater.Begun);
            if (!cancellation.IsCancellationRequested) { await first; }
            await ending.CancelAsync();
            await Task.WhenAll(sampling, linking).WaitAsync(StopTimeout, time, CancellationToken.None);
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is OperationCanceledException or TimeoutException) { }
        log.Info("stopped");
        return updater.Begun.IsCompleted && !stopping.IsCancellationRequested ? await updater.Begun : null;
    }

    /// <summary>The end of an update: tries the new build. Exit status of this process.</summary>
    public Task<int> UpdateAsync(PreparedUpdate update, CancellationToken stopping)
    {
        // systemd starts the program in place anew; elsewhere this process becomes it.
        bool underSystemd = Environment.GetEnvironmentVariable("INVOCATION_ID") is { Length: > 0 };
        return new UpdateStart(new(new(options.StateDirectory, log), log, time), underSystemd, log).RunAsync(update, stopping);
    }

    TrialDuty? TrialDuty()
    {
        var record = new UpdateRecord(options.StateDirectory, log);
        if (options.TrialWatcher is { } watcher) { return new(watcher, record, log, time); }
        record.EndInterruptedTrial();
        return null;
    }

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

    RigReader Reader()
    {
        var roots = new SystemRoots();
        return new(new(roots, LocalAddresses.Read), GpuVendors.Create(options, roots, time), new(), log, time);
    }

    sealed class Registrations(params IDisposable[] all) : IDisposable
    {
        public void Dispose()
        {
            foreach (var one in all) { one.Dispose(); }
        }
    }
}
