using System.Globalization;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Control;

/// <summary>
/// Starts miners as transient units of systemd: as another user where one is set, outside of the limits, the sandbox and the fate of the agent's own unit.
/// </summary>
/// <param name="table">To know the process again.</param>
/// <param name="user">Who they run as; null for root.</param>
/// <param name="time">Clock.</param>
/// <param name="systemdRun">The tool that starts.</param>
/// <param name="systemctl">The tool that knows.</param>
/// <param name="limit">Time for one call of a tool; 15 s when not given.</param>
internal sealed class UnitLauncher(ProcessTable table, MinerUser? user, TimeProvider time, string systemdRun = "systemd-run", string systemctl = "systemctl", TimeSpan? limit = null)
    : IMinerLauncher
{
    readonly TimeSpan _timeout = limit ?? TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public async Task<MinerProcess> StartAsync(string name, LaunchPlan plan, CancellationToken cancellation)
    {
        string unit = $"bloxos-miner-{name}.service";
        await FreeAsync(unit, plan, cancellation);
        try
        {
            var answer = await RunAsync(Command(unit, name, plan), cancellation);
            if (answer is not { End: ToolEnd.Exited, ExitCode: 0 }) { throw new LaunchException($"systemd-run: {Said(answer)}"); }
            var shown = await RunAsync([systemctl, "show", unit, "--property=MainPID"], cancellation);
            return MainProcess(shown) is { } id && table.Find(id) is { } entry
                ? new(id, entry.StartTicks, table.BootId, plan.Digest, unit)
                : throw new LaunchException(IsDone(shown) ? $"{unit} ended at once{await HowAsync(unit, cancellation)}" : $"systemctl show {unit}: {Said(shown)}");
        }
        // A busy systemd may bring it up after all: nobody would look after it, and it would keep its cards and its name. (When the agent ends, the next one finds it by its marks.)
        catch (LaunchException)
        {
            _ = await RunAsync([systemctl, "stop", unit], CancellationToken.None);
            throw;
        }
    }

    /// <summary>Nothing is known to run for this miner, so what is left under its name is over: a unit that failed, or one that came up too late. Another agent's is not touched.</summary>
    async Task FreeAsync(string unit, LaunchPlan plan, CancellationToken cancellation)
    {
        var shown = await RunAsync([systemctl, "show", unit, "--property=LoadState", "--property=MainPID"], cancellation);
        if (!IsDone(shown) || Value(shown, "LoadState") == "not-found") { return; }
        string? owner = plan.Marks.FirstOrDefault(m => m.Key == MinerPlaces.OwnerVariable).Value;
        if (MainProcess(shown) is { } id && !table.Has(id, $"{MinerPlaces.OwnerVariable}={owner}")) { throw new LaunchException($"{unit} is in use: process {id} is not of this agent"); }
        _ = await RunAsync([systemctl, "stop", unit], cancellation);
        // A unit that failed stays known, and its name could not be used again.
        _ = await RunAsync([systemctl, "reset-failed", unit], cancellation);
    }

    /// <inheritdoc/>
    public Task<int?> ExitCodeAsync(MinerProcess process, CancellationToken cancellation) => ExitCodeAsync(process.Unit!, cancellation);

    async Task<string> HowAsync(string unit, CancellationToken cancellation) => await ExitCodeAsync(unit, cancellation) is { } code ? $" with exit code {code}" : "";

    async Task<int?> ExitCodeAsync(string unit, CancellationToken cancellation)
    {
        var shown = await RunAsync([systemctl, "show", unit, "--property=LoadState", "--property=ExecMainCode", "--property=ExecMainStatus"], cancellation);
        if (Value(shown, "LoadState") == "not-found") { return 0; }   // only a unit that ended well is forgotten by itself
        if (!int.TryParse(Value(shown, "ExecMainStatus"), NumberStyles.None, CultureInfo.InvariantCulture, out int status)) { return null; }
        return Value(shown, "ExecMainCode") == "1" ? status : 128 + status;   // 1: it exited; else a signal
    }

    List<string> Command(string unit, string name, LaunchPlan plan)
    {
        List<string> command =
        [
            // Without a description the whole command line, password and all, would be it, and stand in the journal.
            systemdRun, "--quiet", "--no-ask-password", $"--unit={unit}", $"--description=BloxOs miner {name}", "--property=Type=exec", "--property=KillMode=control-group",
            "--property=LimitMEMLOCK=infinity", $"--property=WorkingDirectory={plan.WorkDirectory}",
            $"--property=StandardOutput=append:{plan.Output}", $"--property=StandardError=append:{plan.Output}",
        ];
        if (user is not null) { command.Add($"--uid={user.Name}"); }
        foreach (var (key, value) in plan.Command.Environment.Concat(plan.Marks)) { command.Add($"--setenv={key}={value}"); }
        command.AddRange(["--", plan.Program]);
        // systemd expands $VARIABLE in a unit's command.
        command.AddRange(plan.Command.Arguments.Select(a => a.Replace("$", "$$", StringComparison.Ordinal)));
        return command;
    }

    // A runner of its own for each: two instances may be started at once.
    Task<ToolAnswer> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation) => new ToolRunner(time, _timeout, 64 * 1024).RunAsync(command, cancellation);

    static bool IsDone(ToolAnswer answer) => answer is { End: ToolEnd.Exited, ExitCode: 0 };

    static int? MainProcess(ToolAnswer shown) => int.TryParse(Value(shown, "MainPID"), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id > 0 ? id : null;

    static string? Value(ToolAnswer answer, string name) =>
        answer.Output.Split('\n').FirstOrDefault(l => l.StartsWith(name + '=', StringComparison.Ordinal)) is { } line ? line[(name.Length + 1)..].Trim() : null;

    static string Said(ToolAnswer answer) => answer.Errors.Trim() is { Length: > 0 } text ? text : answer.End.ToString();
}
