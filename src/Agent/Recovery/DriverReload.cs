using BloxOs.Agent.Control;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Recovery;

/// <summary>
/// Loads the drivers of the cards anew, by a command of the rig's owner. Off without one: a module that something still uses hangs in the kernel, and
/// then only a power switch helps.
/// </summary>
/// <param name="command">Program and arguments; null: none.</param>
/// <param name="control">Miners.</param>
/// <param name="vendors">Readers of cards, which hold the drivers too.</param>
/// <param name="time">Clock of the limit.</param>
internal sealed class DriverReload(IReadOnlyList<string>? command, IMinerControl control, IReadOnlyList<SharedVendor> vendors, TimeProvider time)
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Holds every miner, lets go of the drivers, runs the command, lets the miners go on. Null when it was done, else why not.</summary>
    public async Task<string?> RunAsync(string reason, CancellationToken cancellation)
    {
        if (command is null) { return "no command is set"; }
        const string holder = MinerHold.Step;
        bool held = await control.HoldAsync(null, holder, reason, cancellation);
        try
        {
            if (!held) { return "a miner does not stop"; }
            foreach (var vendor in vendors)
            {
                if (!await vendor.ReleaseAsync(cancellation)) { return $"the {vendor.Id} driver does not let the agent go"; }
            }
            var answer = await new ToolRunner(time, Limit, 64 * 1024).RunAsync(command, cancellation);
            return answer is { End: ToolEnd.Exited, ExitCode: 0 } ? null : $"{command[0]}: {(answer.End == ToolEnd.Exited ? $"exit status {answer.ExitCode}" : answer.End)}";
        }
        finally
        {
            foreach (var vendor in vendors) { vendor.Resume(); }
            await control.ReleaseAsync(null, holder, CancellationToken.None);
        }
    }
}
