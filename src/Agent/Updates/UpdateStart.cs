using BloxOs.Agent.Diagnostics;

namespace BloxOs.Agent.Updates;

/// <summary>The last thing an agent does that has been told to update: try the new build, and make place for whichever is to go on.</summary>
/// <param name="trial">Tries it.</param>
/// <param name="underSystemd">A service manager starts what is in place when this process ends; otherwise this process becomes it.</param>
/// <param name="log">Where to speak.</param>
internal sealed class UpdateStart(UpdateTrial trial, bool underSystemd, AgentLog log)
{
    /// <summary>Exit status, where the process goes on until then.</summary>
    public async Task<int> RunAsync(PreparedUpdate update, CancellationToken cancellation)
    {
        await trial.RunAsync(update, cancellation);
        if (cancellation.IsCancellationRequested || underSystemd) { return 0; }
        log.Error($"{update.Program} cannot be started (error {NativeProcess.Replace(update.Program)})");
        return 1;
    }
}
