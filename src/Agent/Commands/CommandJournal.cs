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
    /// <summary>Far more than the newest ids take, however long the file has grown.</summary>
    const int ReadBytes = 128 * 1024;

    /// <summary>The newest ids, oldest first. Shortens the file when it got long.</summary>
    public IReadOnlyList<string> Load(int count)
    {
        if (End() is not { } bytes) { return []; }
        string[] ids = Encoding.ASCII.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] newest = [.. ids.Where(i => i.Length <= ProtocolLimits.CommandIdLength).TakeLast(count)];
        if (ids.Length > 2 * count) { Try(() => Control.DurableFile.Write(path, Encoding.ASCII.GetBytes(string.Concat(newest.Select(i => i + '\n'))))); }
        return newest;
    }

    /// <summary>The last part of the file. The line that its beginning cuts is far from the newest.</summary>
    byte[]? End()
    {
        if (!File.Exists(path)) { return null; }
        byte[]? end = null;
        Try(() =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (file.Length > ReadBytes) { file.Seek(-ReadBytes, SeekOrigin.End); }
            end = new byte[Math.Min(file.Length, ReadBytes)];
            file.ReadExactly(end);
        });
        return end;
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
            log.WarnSeldom(path, $"{path} cannot be read or written ({e.Message})");
            return false;
        }
    }
}
