using System.Text;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Native;
using BloxOs.Protocol;

namespace BloxOs.Agent.Commands;

/// <summary>
/// The ids of all commands that were begun, a line each, only ever appended to. Its format never changes: when the ledger beside it is damaged, or of a version
/// that this agent cannot read, what was begun before is still not begun again.
/// </summary>
/// <param name="path">Its file.</param>
/// <param name="log">Where to speak.</param>
internal sealed class CommandJournal(string path, AgentLog log)
{
    const int MaximumBytes = 1024 * 1024;

    /// <summary>The newest ids, oldest first. Shortens the file when it got long.</summary>
    public IReadOnlyList<string> Load(int count)
    {
        if (Control.DurableFile.Read(path, MaximumBytes) is not { } bytes) { return []; }
        string[] ids = Encoding.ASCII.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] newest = [.. ids.Where(i => i.Length <= ProtocolLimits.CommandIdLength).TakeLast(count)];
        if (ids.Length > 2 * count) { Try(() => Control.DurableFile.Write(path, Encoding.ASCII.GetBytes(string.Concat(newest.Select(i => i + '\n'))))); }
        return newest;
    }

    /// <summary>Adds an id and waits until it is on the disk; false when it could not be written.</summary>
    public bool Add(string id) => Try(() =>
    {
        bool fresh = !File.Exists(path);
        using (var file = new FileStream(path, FileMode.Append, FileAccess.Write))
        {
            // A line that a crash cut off must not swallow this one.
            file.Write(Encoding.ASCII.GetBytes($"\n{id}\n"));
            file.Flush(flushToDisk: true);
        }
        if (fresh) { Libc.FlushDirectory(Path.GetDirectoryName(path)!); }
    });

    bool Try(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.WarnSeldom(path, $"{path} cannot be written ({e.Message})");
            return false;
        }
    }
}
