using System.Collections;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Native;

namespace BloxOs.Agent.Control;

/// <summary>Starts miners as the agent's own user, each in a session of its own.</summary>
/// <param name="table">To know the process again.</param>
/// <param name="refusal">Why nothing can be started this way on this rig; null when it can.</param>
internal sealed class DirectLauncher(ProcessTable table, string? refusal = null) : IMinerLauncher
{
    static readonly string[] Withheld = ["BLOXOS_", "DOTNET_", "NOTIFY_", "WATCHDOG_", "LISTEN_", "CREDENTIALS_", "STATE_DIRECTORY", "INVOCATION_ID", "JOURNAL_STREAM"];

    /// <inheritdoc/>
    public Task<MinerProcess> StartAsync(string name, LaunchPlan plan, CancellationToken cancellation)
    {
        if (refusal is not null) { throw new LaunchException(refusal); }
        try
        {
            int id = Spawn.Start(plan.Program, [plan.Program, .. plan.Command.Arguments], Environment(plan), plan.WorkDirectory, plan.Output);
            // It cannot be gone: what has ended stays until this process asks for its status.
            var entry = table.Find(id) ?? throw new LaunchException("the kernel does not show the process that was started");
            return Task.FromResult(new MinerProcess(id, entry.StartTicks, table.BootId, plan.Digest, null));
        }
        catch (IOException e) { throw new LaunchException($"{plan.Program}: {e.Message}"); }
    }

    /// <inheritdoc/>
    public Task<int?> ExitCodeAsync(MinerProcess process, CancellationToken cancellation) => Task.FromResult(Libc.Reap(process.Id));

    static List<string> Environment(LaunchPlan plan)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            string key = (string)entry.Key;
            if (!Withheld.Any(w => key.StartsWith(w, StringComparison.Ordinal))) { variables[key] = (string?)entry.Value ?? ""; }
        }
        foreach (var (key, value) in plan.Command.Environment.Concat(plan.Marks)) { variables[key] = value; }
        return [.. variables.Select(v => $"{v.Key}={v.Value}")];
    }
}
