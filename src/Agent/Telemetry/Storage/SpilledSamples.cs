using BloxOs.Agent.Diagnostics;

namespace BloxOs.Agent.Telemetry.Storage;

/// <summary>Samples on disk, and in memory while the disk takes none: full, read-only, broken, not there. Never fails. Not safe for several threads.</summary>
internal sealed class SpilledSamples : IDisposable
{
    /// <summary>So many samples may wait before the disk is asked to really have them: a power cut in a longer outage loses at most these.</summary>
    public const int UnflushedSamples = 4;

    static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    readonly DiskSamples? _disk;
    readonly AgentLog? _log;
    readonly TimeProvider _time;
    readonly MemorySamples _memory = new();
    int _unflushed;
    int _flushing;
    long? _failedAt;

    /// <summary>In memory only.</summary>
    public SpilledSamples() => _time = TimeProvider.System;

    SpilledSamples(DiskSamples? disk, AgentLog log, TimeProvider time) => (_disk, _log, _time) = (disk, log, time);

    /// <summary>In a directory; in memory only, with a warning, when that cannot be used.</summary>
    public static SpilledSamples Open(string directory, AgentLog log, TimeProvider time)
    {
        try { return new(DiskSamples.Open(directory, log), log, time); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warn($"{directory} cannot be used ({e.GetType().Name}): samples that the server has not confirmed are kept in memory and lost at a restart");
            return new(null, log, time);
        }
    }

    /// <summary>How numbers become sequences, as an earlier run left it.</summary>
    public Numbering Numbering => _disk?.Numbering ?? default;

    /// <summary>Number of the oldest sample; null when there is none.</summary>
    public long? First => _disk?.First is > 0 and var first ? first : _memory.Count > 0 ? _memory.First : null;

    /// <summary>The first number behind the newest sample on disk; 0 when nothing is known.</summary>
    public long End => _disk?.End ?? 0;

    /// <summary>The last word on what was handed to a connection, 0 for none.</summary>
    public long SentThrough => _disk?.SentThrough ?? 0;

    /// <summary>Samples with numbers from this on.</summary>
    public long CountFrom(long number) => (_disk?.CountFrom(number) ?? 0) + _memory.Count;

    /// <summary>Adds one behind all others; older ones may have to go.</summary>
    public void Add(KeptSample sample)
    {
        _memory.Add(sample);
        if (_disk is null || (_failedAt is { } at && _time.GetElapsedTime(at) < RetryAfter)) { return; }
        Try(() =>
        {
            for (; _memory.Count > 0; _memory.RemoveOldest(), _unflushed++) { _disk.Append(new(_memory.First, _memory.Oldest)); }
            if (_failedAt is not null) { _log!.Info("samples are kept on disk again"); }
            _failedAt = null;
        });
        if (_unflushed >= UnflushedSamples) { FlushInBackground(); }
    }

    /// <summary>Notes that every sample up to this number was handed to a connection.</summary>
    public void NoteSent(long through) => Try(() => _disk?.NoteSent(through));

    /// <summary>Changes the numbering of everything that waits.</summary>
    public void Renumber(Numbering numbering) => Try(() => _disk?.Renumber(numbering));

    /// <summary>Takes out samples with numbers below this.</summary>
    public void DropBelow(long number)
    {
        _memory.DropBelow(number);
        Try(() => _disk?.DropBelow(number));
        if (_disk?.First is 0) { _unflushed = 0; }
    }

    /// <summary>Samples with numbers from <paramref name="number"/> on, in order.</summary>
    public List<KeptSample> Read(long number, int maximum)
    {
        var samples = new List<KeptSample>();
        _disk?.Read(number, maximum, samples);
        if (samples.Count < maximum) { _memory.Read(number, maximum - samples.Count, samples); }
        return samples;
    }

    void Try(Action write)
    {
        try { write(); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_failedAt is null) { _log!.Warn($"the disk takes no samples ({e.GetType().Name}: {(e.HResult & 0xffff)}); they are kept in memory, as many as fit, until it does"); }
            _failedAt = _time.GetTimestamp();
        }
    }

    /// <summary>Not by who holds the samples: flash memory can take seconds.</summary>
    void FlushInBackground()
    {
        if (_disk!.Flusher() is not { } flush || Interlocked.Exchange(ref _flushing, 1) == 1) { return; }
        _unflushed = 0;
        ThreadPool.QueueUserWorkItem(_ =>
        {
            try { flush(); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                if (e is not ObjectDisposedException) { _log!.WarnSeldom("flush", $"the disk does not confirm that it has the samples ({e.GetType().Name})"); }
            }
            finally { Volatile.Write(ref _flushing, 0); }
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _disk?.Dispose();
}
