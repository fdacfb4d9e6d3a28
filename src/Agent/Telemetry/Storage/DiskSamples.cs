using BloxOs.Agent.Diagnostics;

namespace BloxOs.Agent.Telemetry.Storage;

/// <summary>
/// Samples in files of a directory of their own: numbered segments, appended to one after the other and deleted whole. Bounded in bytes; the oldest segment goes
/// first. A program that is killed loses nothing; a power cut loses what was not asked to be on the disk yet, see <see cref="SpilledSamples"/>.
/// </summary>
internal sealed class DiskSamples : IDisposable
{
    /// <summary>Most bytes of all segments.</summary>
    public const long MaximumBytes = 8_000_000;

    /// <summary>A segment that is longer is not appended to.</summary>
    public const int SegmentBytes = 256 * 1024;

    const string Extension = ".samples", Unreadable = "unreadable";

    readonly string _directory;
    readonly AgentLog _log;
    readonly List<Segment> _segments = [];
    FileStream? _lock;
    long _nextName = 1;

    DiskSamples(string directory, AgentLog log) => (_directory, _log) = (directory, log);

    /// <summary>How numbers become sequences; of the newest segment.</summary>
    public Numbering Numbering { get; private set; }

    /// <summary>Number of the oldest sample; 0 when there is none.</summary>
    public long First => _segments.FirstOrDefault(s => s.Count > 0)?.First ?? 0;

    /// <summary>The first number behind the newest sample; 0 when nothing is known.</summary>
    public long End => _segments.Count > 0 ? _segments[^1].End : 0;

    /// <summary>The last word on what was handed to a connection, 0 for none.</summary>
    public long SentThrough => _segments.Count > 0 ? _segments.Max(s => s.SentThrough) : 0;

    /// <summary>Opens the directory, which is made when it is not there, and what earlier runs left in it.</summary>
    /// <exception cref="IOException">It cannot be used, or another agent uses it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be used.</exception>
    public static DiskSamples Open(string directory, AgentLog log)
    {
        if (OperatingSystem.IsWindows()) { Directory.CreateDirectory(directory); }
        else { Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute); }
        var disk = new DiskSamples(directory, log);
        try
        {
            disk._lock = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            disk.OpenSegments();
            return disk;
        }
        catch
        {
            disk.Dispose();
            throw;
        }
    }

    void OpenSegments()
    {
        foreach (string path in Directory.GetFiles(_directory, "*" + Extension).Order(StringComparer.Ordinal))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), out long name)) { _nextName = Math.Max(_nextName, name + 1); }
            if (new FileInfo(path).Length == 0)
            {
                File.Delete(path);   // nothing waited in it
                continue;
            }
            var segment = Segment.Open(path, out bool cut);
            if (segment is null || segment.First < End)
            {
                segment?.Dispose();
                PutAside(path);
                continue;
            }
            if (cut) { _log.Warn($"{path} was not written to its end; what is whole is used"); }
            _segments.Add(segment);
            Numbering = segment.Numbering;
        }
    }

    /// <summary>Of another format, maybe of a newer agent, or damaged from its start: kept, one of them at most, and not used.</summary>
    void PutAside(string path)
    {
        _log.Warn($"{path} is not readable for this version; it is put aside, and the samples in it are not sent");
        File.Move(path, Path.Combine(_directory, Unreadable), overwrite: true);
    }

    /// <summary>Samples with numbers from this on.</summary>
    public long CountFrom(long number) => _segments.Sum(s => Math.Max(0, s.End - Math.Max(s.First, number)));

    /// <summary>Adds a sample behind all others; where there is no room the oldest segment goes.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Append(KeptSample sample)
    {
        var segment = _segments.Count > 0 ? _segments[^1] : null;
        if (segment is null || segment.Length >= SegmentBytes || segment.End != sample.Number) { segment = Begin(sample.Number); }
        segment.Append(sample.Packed);
        while (_segments.Count > 1 && _segments.Sum(s => s.Length) > MaximumBytes) { RemoveOldest(); }
    }

    /// <summary>Notes what was handed to a connection, so that a restart knows it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void NoteSent(long through)
    {
        if (_segments is [.., { Length: > 0 } newest]) { newest.NoteSent(through); }
    }

    /// <summary>Changes the numbering of everything that waits.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Renumber(Numbering numbering)
    {
        Numbering = numbering;
        if (_segments.Count > 0) { Begin(_segments[^1].End).WriteHead(); }
    }

    Segment Begin(long first)
    {
        if (_segments is [.., { Count: 0 } empty])
        {
            empty.Clear(first, Numbering);
            return empty;
        }
        var segment = Segment.Create(Path.Combine(_directory, $"{_nextName++:D12}{Extension}"), first, Numbering);
        _segments.Add(segment);
        return segment;
    }

    /// <summary>Deletes what holds only samples with numbers below this.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void DropBelow(long number)
    {
        while (_segments.Count > 1 && _segments[0].End <= number) { RemoveOldest(); }
        if (_segments is [{ Count: > 0 } last] && last.End <= number) { last.Clear(last.End, Numbering); }
    }

    void RemoveOldest()
    {
        _segments[0].Delete();
        _segments.RemoveAt(0);
    }

    /// <summary>Samples with numbers from <paramref name="number"/> on, in order. A segment that cannot be read is given up.</summary>
    public void Read(long number, int maximum, List<KeptSample> into)
    {
        foreach (var segment in _segments.Where(s => s.End > number).ToArray())
        {
            if (into.Count >= maximum) { return; }
            try { segment.Read(number, maximum - into.Count, into); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _log.Warn($"{segment.Path} cannot be read ({e.GetType().Name}); the samples in it are lost");
                segment.Delete();
                _segments.Remove(segment);
            }
        }
    }

    /// <summary>Asks the disk to have everything of the newest segment, which may take long; null when there is none.</summary>
    public Action? Flusher() => _segments.Count > 0 ? _segments[^1].Flush : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var segment in _segments) { segment.Dispose(); }
        _lock?.Dispose();
    }
}
