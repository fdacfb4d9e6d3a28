using BloxOs.Agent.Native;

namespace BloxOs.Agent.Control;

/// <summary>Small files that are there whole or not at all, even after a power cut, and readable by the agent's user alone.</summary>
internal static class DurableFile
{
    /// <summary>Replaces a file: written beside it, flushed, renamed, and the rename flushed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="owner">Whose it is to be; null for the agent's own user.</param>
    /// <exception cref="IOException">The disk is full, broken or read-only.</exception>
    /// <exception cref="UnauthorizedAccessException">The place may not be written, or the file not be given away.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, MinerUser? owner = null)
    {
        string folder = Path.GetDirectoryName(path)!;
        string unfinished = path + ".new";
        File.Delete(unfinished);
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) { create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; }
        using (var file = new FileStream(unfinished, create))
        {
            // The open file, not its name: in a folder of that user the name may be another file a moment later.
            if (owner is not null && !Libc.GiveTo(file.SafeFileHandle, owner.Id, owner.Group)) { throw new UnauthorizedAccessException($"{path} cannot be given to {owner.Name}"); }
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
        if (!Libc.FlushDirectory(folder)) { throw new IOException($"{folder} cannot be flushed"); }
    }

    /// <summary>The content; null when there is none, it cannot be read, or it is longer than <paramref name="maximum"/> bytes.</summary>
    public static byte[]? Read(string path, int maximum)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (file.Length > maximum) { return null; }
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }
    }
}
