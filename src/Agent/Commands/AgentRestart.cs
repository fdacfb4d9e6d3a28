using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Native;

namespace BloxOs.Agent.Commands;

/// <summary>
/// Restarts the agent in place: it ends its work, then its process runs the program anew. Same process id, so that no supervisor is needed and none notices;
/// miners do not notice either.
/// </summary>
/// <param name="stop">Ends the agent's work.</param>
internal sealed class AgentRestart(CancellationTokenSource stop)
{
    volatile bool _requested;

    /// <summary>Somebody asked for it.</summary>
    public bool Requested => _requested;

    /// <summary>Asks for it.</summary>
    public void Request()
    {
        _requested = true;
        stop.Cancel();
    }

    /// <summary>Runs the program that lies at this process's path, with the same arguments. Returns only when that failed: then the process should end.</summary>
    public static void Execute(AgentLog log)
    {
        string[] words = File.ReadAllText("/proc/self/cmdline").Split('\0')[..^1];
        const string Deleted = " (deleted)";
        // An update has put another program into the place of the one that runs.
        string program = Environment.ProcessPath ?? words[0];
        if (program.EndsWith(Deleted, StringComparison.Ordinal)) { program = program[..^Deleted.Length]; }
        int error = Libc.Execute(program, words);
        log.Error($"{program} cannot be run anew (error {error}); the agent ends");
    }
}
