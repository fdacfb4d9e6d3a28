using System.Text;
using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>
/// Follows the file that a miner writes to. A file, not a pipe: it neither breaks nor fills when the agent is away. It is opened for appending, so that it can be
/// emptied while the miner writes: when it gets long, its end is copied to <c>.1</c> and it starts anew. <see cref="LogKeeper"/> empties it while no agent is there.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="ring">Where lines go.</param>
/// <param name="maximumBytes">A longer file is emptied.</param>
internal sealed class MinerOutput(string path, LogRing ring, long maximumBytes = MinerOutput.DefaultMaximumBytes)
{
    /// <summary>4 MB.</summary>
    public const long DefaultMaximumBytes = 4 * 1024 * 1024;

    /// <summary>So much of an older file is read when a running miner is adopted.</summary>
    public const int AdoptedBytes = 64 * 1024;

    /// <summary>So much of a file that is emptied is kept.</summary>
    public const int KeptBytes = 1024 * 1024;

    const int BytesAtOnce = 256 * 1024;
    const int LongestLine = 4 * ProtocolLimits.LogLineLength;

    readonly StringBuilder _line = new();
    readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    long _position;

    /// <summary>Lines are not shown without these texts covered.</summary>
    public IReadOnlyList<string> Secrets { get; set; } = [];

    /// <summary>Begins an empty file for a miner that is about to start; what the one before wrote is kept as <c>.1</c>.</summary>
    /// <exception cref="IOException">The disk is full, broken or read-only.</exception>
    /// <exception cref="UnauthorizedAccessException">The place may not be written.</exception>
    public void Begin()
    {
        Poll();
        EndLine();
        if (File.Exists(path)) { File.Move(path, path + ".1", overwrite: true); }
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) { create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; }
        using (new FileStream(path, create)) { }
        _position = 0;
    }

    /// <summary>Follows a miner that runs already, from near the end of its file.</summary>
    public void Adopt()
    {
        try { _position = Math.Max(0, new FileInfo(path).Length - AdoptedBytes); }
        catch (IOException) { _position = 0; }
        Poll();
    }

    /// <summary>Reads what is new. What cannot be read is not there.</summary>
    public void Poll()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            long length = file.Length;
            if (length < _position) { _position = 0; }
            if (length == _position) { return; }
            if (length - _position > maximumBytes) { _position = Math.Max(_position, length - BytesAtOnce); }   // it prints faster than anyone can read
            file.Position = _position;
            ring.Add(Lines(file));
            if (_position > maximumBytes) { Empty(); }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    List<string> Lines(FileStream file)
    {
        byte[] bytes = new byte[16 * 1024];
        char[] characters = new char[bytes.Length + 1];
        var lines = new List<string>();
        for (int left = BytesAtOnce; left > 0; left -= bytes.Length)
        {
            int count = file.Read(bytes);
            if (count == 0) { break; }
            _position += count;
            int decoded = _decoder.GetChars(bytes, 0, count, characters, 0);
            foreach (char c in characters.AsSpan(0, decoded))
            {
                if (c is '\n' or '\r') { Finish(lines); }
                else if (_line.Length < LongestLine) { _line.Append(c); }
            }
        }
        return lines;
    }

    void Finish(List<string> lines)
    {
        if (_line.Length == 0) { return; }
        if (LogText.Clean(_line.ToString(), Secrets) is { Length: > 0 } line) { lines.Add(line); }
        _line.Clear();
    }

    /// <summary>Takes a last line without an end as one: whoever printed it is gone.</summary>
    public void EndLine()
    {
        var lines = new List<string>();
        Finish(lines);
        ring.Add(lines);
    }

    /// <summary>Emptied in any case: also where its end cannot be kept, because the disk is full.</summary>
    void Empty()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        // What came since it was read. What comes from here on to the end of this is lost.
        file.Position = _position;
        ring.Add(Lines(file));
        try { KeepEnd(file); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
        file.SetLength(0);
        _position = 0;
    }

    void KeepEnd(FileStream file)
    {
        var create = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) { create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; }
        using var kept = new FileStream(path + ".1", create);
        file.Position = Math.Max(0, file.Length - KeptBytes);
        byte[] bytes = new byte[16 * 1024];
        for (int left = KeptBytes; left > 0 && file.Read(bytes.AsSpan(0, Math.Min(bytes.Length, left))) is > 0 and var count; left -= count) { kept.Write(bytes, 0, count); }
    }
}
