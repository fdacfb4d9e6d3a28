using BloxOs.Agent.Commands;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Miners;
using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Agent.Recovery.Heat;
using BloxOs.Agent.Recovery.State;
using BloxOs.Agent.Telemetry;
using BloxOs.Protocol;

namespace BloxOs.Agent.Recovery;

/// <summary>How this rig helps itself: the guard against heat and the ladder, each a loop of its own that no trouble of the other ends.</summary>
internal sealed class RigRecovery
{
    static readonly TimeSpan OldestSample = TimeSpan.FromSeconds(60), AfterTrouble = TimeSpan.FromSeconds(5);

    readonly AgentOptions _options;
    readonly IMinerControl _control;
    readonly Sampler _sampler;
    readonly Func<IReadOnlyList<MinerSnapshot>> _read;
    readonly RigObserver _observer;
    readonly RecoveryLoop _ladder;
    readonly HeatLoop _heat;
    readonly AgentLog _log;
    readonly TimeProvider _time;
    (RecoverySettings? Settings, RecoveryPolicy Policy)? _policy;

    public RigRecovery(
        AgentOptions options, IMinerControl control, Func<CancellationToken, Task<string?>> reboot, RootHelper? helper, Sampler sampler, IReadOnlyList<SharedVendor> vendors,
        Func<IReadOnlyList<MinerSnapshot>> read, SystemRoots roots, RigEvents events, AgentLog log, TimeProvider time)
    {
        (_options, _control, _sampler, _read, _log, _time) = (options, control, sampler, read, log, time);
        var uptime = new RigUptime(roots, time);
        var file = new RecoveryFile(Path.Combine(options.StateDirectory, "recovery.json"), log, time);
        var memory = file.Read(uptime.BootId, uptime.Now);
        var heat = new HeatMemory(new(Path.Combine(options.StateDirectory, "heat.json"), RecoveryJson.Default.HeatFile, HeatFile.IsWhole, log), uptime.BootId);
        var driver = new DriverReload(options.Recovery.DriverReload, helper, control, vendors, time);
        _ladder = new(memory, file, new(control, sampler.SampleNow, reboot, driver.RunAsync), events, log, time);
        _heat = new(control, vendors, () => sampler.Inventory, () => Policy.Heat, () => _ladder.Quarantined, heat, events, log, time);
        (string, int)? server = options.Server is { } address ? (address.Uri.Host, address.Uri.Port) : null;
        _observer = new(memory.Normal, new PoolProbe(time), server, time);
    }

    /// <summary>What is in force; what had to be clamped is said once.</summary>
    RecoveryPolicy Policy
    {
        get
        {
            var settings = _control.Desired.Recovery;
            if (_policy is { } known && known.Settings == settings) { return known.Policy; }
            var policy = RecoveryPolicy.From(settings, _options.Recovery, clamped => _log.Warn($"recovery settings: {clamped}"));
            _policy = (settings, policy);
            return policy;
        }
    }

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(KeepAsync("the guard against heat", _heat.RunAsync, cancellation), KeepAsync("recovery", LadderAsync, cancellation));

    async Task LadderAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(RecoveryLoop.Pace, _time, cancellation);
            var miners = _control.Miners;
            // A server that wants samples seldom must not make the rig blind.
            if (_sampler.Age > OldestSample && miners.Count > 0) { _sampler.SampleNow(); }
            if (_sampler.Latest is not { } sample) { continue; }
            var rig = await _observer.LookAsync(_sampler.Inventory, sample, miners, _read(), _heat.Held, _ladder.DiskWritable ? null : false, cancellation);
            await _ladder.LookAsync(rig, Policy, _control.Desired.Maintenance == true, cancellation);
        }
    }

    async Task KeepAsync(string what, Func<CancellationToken, Task> loop, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try { await loop(cancellation); }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { return; }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                _log.Error($"{what}: {e.GetType().Name}: {e.Message}");
                await Task.Delay(AfterTrouble, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
