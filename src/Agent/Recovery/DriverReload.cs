using BloxOs.Agent.Commands;
using BloxOs.Agent.Control;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Recovery;

/// <summary>
/// Loads the drivers of the cards anew, by a command of the rig's owner. Off without one: a module that something still uses hangs in the kernel, and
/// then only a power switch helps.
/// </summary>
/// <param name="command">Program and arguments; null: none.</param>
/// <param name="helper">Runs it for an agent that is not root; null when the agent is root.</param>
/// <param name="control">Miners.</param>
/// <param name="vendors">Readers of cards, which hold the drivers too.</param>
/// <param name="time">Clock of the limit.</param>
internal sealed class DriverReload(IReadOnlyList<string>? command, RootHelper? helper, IMinerControl control, IReadOnlyList<SharedVendor> vendors, TimeProvider time)
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
            return await LoadAsync(command, cancellation);
        }
        finally
        {
            foreach (var vendor in vendors) { vendor.Resume(); }
            await control.ReleaseAsync(null, holder, CancellationToken.None);
        }
    }

    /// <summary>What root runs stands in root's own configuration: the agent's user says only that it is time.</summary>
    async Task<string?> LoadAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        if (helper is { IsThere: true }) { return await helper.AskAsync(RootHelper.ReloadDriver, Limit, cancellation); }
        var answer = await new ToolRunner(time, Limit, 64 * 1024).RunAsync(words, cancellation);
        if (answer is { End: ToolEnd.Exited, ExitCode: 0 }) { return null; }
        return $"{words[0]}: {(answer.End == ToolEnd.Exited ? $"exit status {answer.ExitCode}" : answer.End)}{(helper is null ? "" : "; " + RootHelper.Remedy)}";
    }
}
