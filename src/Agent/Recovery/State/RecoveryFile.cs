using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Native;

namespace BloxOs.Agent.Recovery.State;

/// <summary>
/// The file in which recovery keeps its memory: there whole or not at all, and on the disk before <see cref="TryWrite"/> answers. The first line is
/// the SHA-256 of the rest, so that a flipped bit of a dying disk is no number of reboots.
/// </summary>
/// <param name="path">Where it is.</param>
/// <param name="log">Where to speak.</param>
/// <param name="time">The machine's clock.</param>
internal sealed class RecoveryFile(string path, AgentLog log, TimeProvider time)
{
    /// <summary>A longer file is not ours.</summary>
    public const int MaximumBytes = 2 * 1024 * 1024;

    /// <summary>A clock may be set back by so much without making what was written look like the future.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    /// <summary>Reads it. Never throws: what cannot be read or trusted counts against reboots.</summary>
    public RecoveryMemory Read(string? bootId, Func<TimeSpan> uptime)
    {
        if (!File.Exists(path) && !Directory.Exists(path) && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))) { return RecoveryMemory.Blank(bootId, uptime); }
        try
        {
            if (new FileInfo(path).Length is > 0 and <= MaximumBytes
                && Unseal(File.ReadAllBytes(path)) is { } json && JsonSerializer.Deserialize(json, RecoveryJson.Default.RecoveryNote) is { } note)
            {
                bool future = note.SavedAt > (time.GetUtcNow() + ClockTolerance).ToUnixTimeMilliseconds();
                if (future) { log.Warn($"{path} was written later than this rig's clock says it is: no reboot by recovery for 6 hours"); }
                if (RecoveryMemory.From(note, bootId, uptime, future) is { } memory) { return memory; }
            }
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or NotSupportedException or InvalidOperationException) { }
        log.Warn($"{path} is damaged or cannot be read: recovery begins anew, without a reboot for 6 hours");
        return RecoveryMemory.Blank(bootId, uptime);
    }

    /// <summary>Writes it; true when it is on the disk.</summary>
    public bool TryWrite(RecoveryMemory memory)
    {
        try
        {
            string unfinished = path + ".new";
            using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
            {
                file.Write(Seal(JsonSerializer.SerializeToUtf8Bytes(memory.Note(time.GetUtcNow()), RecoveryJson.Default.RecoveryNote)));
                file.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
            return Libc.FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.WarnSeldom("recovery file", $"{path} cannot be written ({e.GetType().Name}): no reboot by recovery");
            return false;
        }
    }

    /// <summary>The content of a file that holds this.</summary>
    internal static byte[] Seal(byte[] json) => [.. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json))), (byte)'\n', .. json];

    static byte[]? Unseal(byte[] content)
    {
        int line = 2 * SHA256.HashSizeInBytes;
        if (content.Length <= line) { return null; }
        byte[] json = content[(line + 1)..];
        return content.AsSpan().SequenceEqual(Seal(json)) ? json : null;
    }
}
