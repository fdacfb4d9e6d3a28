namespace BloxOs.Data.Telemetry;

/// <summary>
/// Where the samples of each rig lie in the part of the embedded journal that this process wrote: a batch has many rigs, and reading one rig must not read
/// all of them. Batches before <c>scanTo</c> are not known here and have to be searched.
/// </summary>
internal sealed class TelemetryTail
{
    /// <summary>Most samples that are known; beyond, older batches are searched again.</summary>
    const int Most = 500_000;

    readonly Lock _gate = new();
    readonly Dictionary<string, List<TelemetryPlace>> _places = new(StringComparer.Ordinal);
    long _scanTo = long.MaxValue;
    int _count;

    /// <summary>Notes a batch that was written, in the order of their ids.</summary>
    public void Add(long batch, ArraySegment<TelemetrySample> samples)
    {
        lock (_gate)
        {
            if (_scanTo == long.MaxValue || _count + samples.Count > Most) { StartBehind(batch - 1); }
            int offset = 0;
            foreach (var sample in samples)
            {
                int length = TelemetryBlock.Length(sample);
                if (!_places.TryGetValue(sample.RigId, out var places)) { _places.Add(sample.RigId, places = []); }
                places.Add(new(batch, offset, length, sample.At.ToUnixTimeMilliseconds()));
                offset += length;
            }
            _count += samples.Count;
        }
    }

    /// <summary>The batches up to that one are gone.</summary>
    public void Drop(long batch)
    {
        lock (_gate)
        {
            foreach (var (rig, places) in _places)
            {
                int gone = places.FindIndex(p => p.Batch > batch) is var kept && kept < 0 ? places.Count : kept;
                _count -= gone;
                if (gone == places.Count) { _places.Remove(rig); }
                else { places.RemoveRange(0, gone); }
            }
        }
    }

    /// <summary>The samples of a rig in [from, to), in the order in which they were written, and up to which batch others may lie.</summary>
    public (long ScanTo, TelemetryPlace[] Places) Find(string rigId, long from, long to)
    {
        lock (_gate)
        {
            return (_scanTo, _places.TryGetValue(rigId, out var places) ? [.. places.Where(p => p.At >= from && p.At < to)] : []);
        }
    }

    void StartBehind(long batch)
    {
        _places.Clear();
        _count = 0;
        _scanTo = batch;
    }
}
