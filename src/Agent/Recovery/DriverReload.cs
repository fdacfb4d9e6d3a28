using BloxOs.Agent.Control;
using BloxOs.Agent.Tools;
using BloxOs.Protocol;

namespace BloxOs.Agent.Recovery;

/// <summary>
/// Loads the drivers of the cards anew, by a command of the rig's owner. Off without one: a module that something still uses hangs in the kernel, and
/// then only a power switch helps.
/// </summary>
/// <param name="command">Program and arguments; null: none.</param>
/// <param name="control">Miners.</param>
/// <param name="time">Clock of the limit.</param>
internal sealed class DriverReload(IReadOnlyList<string>? command, IMinerControl control, TimeProvider time)
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Holds every miner, runs the command, lets them go on. Null when it was done, else why not.</summary>
    public async Task<string?> RunAsync(string reason, CancellationToken cancellation)
    {
        if (command is null) { return "no command is set"; }
        const string holder = "recovery";
        await control.HoldAsync(null, holder, reason, cancellation);
        try
        {
            if (control.Miners.Any(m => m.ProcessId is not null || m.State == MinerStates.Running)) { return "a miner does not stop"; }
            var answer = await new ToolRunner(time, Limit, 64 * 1024).RunAsync(command, cancellation);
            return answer is { End: ToolEnd.Exited, ExitCode: 0 } ? null : $"{command[0]}: {(answer.End == ToolEnd.Exited ? $"exit status {answer.ExitCode}" : answer.End)}";
        }
        finally { await control.ReleaseAsync(null, holder, CancellationToken.None); }
    }
}
