using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Control;

/// <summary>
/// Starts miners in units of systemd where that is new enough, else by the agent itself. Which of the two is asked once, at the first start; a miner that an earlier agent
/// started in the other way is still understood.
/// </summary>
/// <param name="units">By systemd.</param>
/// <param name="direct">By the agent itself.</param>
/// <param name="log">Where to speak.</param>
/// <param name="time">Clock of the question.</param>
/// <param name="systemctl">The tool that knows the version.</param>
internal sealed class RigLauncher(UnitLauncher units, DirectLauncher direct, AgentLog log, TimeProvider time, string systemctl = "systemctl") : IMinerLauncher
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    readonly Lock _lock = new();
    Task<IMinerLauncher>? _choice;

    /// <inheritdoc/>
    public async Task<MinerProcess> StartAsync(string name, LaunchPlan plan, CancellationToken cancellation) => await (await ChooseAsync().WaitAsync(cancellation)).StartAsync(name, plan, cancellation);

    /// <inheritdoc/>
    public Task<int?> ExitCodeAsync(MinerProcess process, CancellationToken cancellation) =>
        process.Unit is null ? direct.ExitCodeAsync(process, cancellation) : units.ExitCodeAsync(process, cancellation);

    /// <summary>Several instances are started at once; one question serves all.</summary>
    Task<IMinerLauncher> ChooseAsync()
    {
        lock (_lock) { return _choice ??= AskAsync(); }
    }

    async Task<IMinerLauncher> AskAsync()
    {
        int? version = await SystemdVersion.ReadAsync(new(time, Timeout, 64 * 1024), systemctl, CancellationToken.None);
        // What does not tell its version is tried: a failed start says why.
        if (version is null or >= SystemdVersion.Least) { return units; }
        log.Warn($"systemd {version} is too old to run miners in units of their own ({SystemdVersion.Least} is needed): the agent starts them itself, in its own unit and as its own user");
        return direct;
    }
}
