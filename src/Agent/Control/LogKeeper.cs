using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Native;

namespace BloxOs.Agent.Control;

/// <summary>
/// Keeps the files that miners write to from filling the disk while no agent is there: one small process in a session of its own, which outlives the agent as the miners do and
/// empties what got too long. It stands beside the miners, not between them and their files: when it dies, no miner notices.
/// </summary>
/// <param name="table">To find the one that an earlier agent started.</param>
/// <param name="folder">Where the files are.</param>
/// <param name="log">Where to speak.</param>
internal sealed class LogKeeper(ProcessTable table, string folder, AgentLog log)
{
    /// <summary>Variable with the folder in its environment.</summary>
    public const string Variable = "BLOXOS_LOG_KEEPER";

    /// <summary>A longer file is emptied; more than the agent itself allows, so that it acts only where no agent does.</summary>
    public const int DefaultKilobytes = 16 * 1024;

    // Nothing in it comes from outside: folder, size and pause are its arguments. It ends with the folder, and when nothing was printed for a day.
    const string Script =
        """
        while sleep "$3" && [ -d "$1" ] && [ -n "$(find "$1" -name '*.log' -mmin -1440 2>/dev/null)" ]; do
          find "$1" -maxdepth 1 -type f -name '*.log' -size +"$2"k -exec sh -c ': > "$1"' sh {} \;
        done
        """;

    readonly Lock _lock = new();
    (int Id, long StartTicks)? _process;

    /// <summary>Length at which a file is emptied, KB.</summary>
    public int Kilobytes { get; init; } = DefaultKilobytes;

    /// <summary>Time between two looks, whole seconds.</summary>
    public int PauseSeconds { get; init; } = 60;

    /// <summary>Sees to it that one runs. Called at each start of a miner and now and then; costs next to nothing when it does.</summary>
    public void Ensure()
    {
        lock (_lock)
        {
            if (_process is { } known && table.Runs(known.Id, known.StartTicks, table.BootId)) { return; }
            if (_process is { } ended) { Libc.Reap(ended.Id); }
            _process = Find() ?? Start();
        }
    }

    (int, long)? Find() => table.LeadersWith($"{Variable}={folder}") is [var found, ..] ? (found.Id, found.StartTicks) : null;

    (int, long)? Start()
    {
        try
        {
            int id = Spawn.Start("/bin/sh", ["sh", "-c", Script, "bloxos-log-keeper", folder, $"{Kilobytes}", $"{PauseSeconds}"], [$"{Variable}={folder}", "PATH=/usr/bin:/bin"], "/", "/dev/null");
            return table.Find(id) is { } entry ? (id, entry.StartTicks) : null;
        }
        catch (IOException e)
        {
            log.WarnSeldom("log keeper", $"nothing shortens what miners print while the agent is away: /bin/sh cannot be started ({e.Message})");
            return null;
        }
    }
}
