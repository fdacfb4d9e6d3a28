namespace BloxOs.Data.History;

/// <summary>The coarser chunks that some hours belong to, while those hours are made.</summary>
internal sealed class RollupPoints
{
    static readonly HistoryResolution[] s_resolutions = [HistoryResolution.FiveMinutes, HistoryResolution.Hour];

    readonly Dictionary<ChunkName, HistorySegment> _segments = [];
    readonly HashSet<ChunkName> _changed = [];

    /// <summary>Reads them; a damaged one begins anew.</summary>
    public static async Task<RollupPoints> LoadAsync(IHistoryStore store, IReadOnlyList<DirtyHour> hours, CancellationToken cancellation)
    {
        var points = new RollupPoints();
        var names = hours.SelectMany(hour => s_resolutions.Select(resolution => NameOf(hour, resolution))).ToHashSet();
        foreach (var (name, payload) in await store.ReadAsync(names, cancellation))
        {
            try { points._segments[name] = RollupChunk.Read(payload, static _ => true); }
            catch (InvalidDataException)
            {
                // Made again from what there is.
            }
        }
        return points;
    }

    /// <summary>Makes the points of an hour from its samples or finer points. Those of a stretch that is not over are left for later.</summary>
    public void Put(DirtyHour hour, HistorySegment from, RollupClock clock)
    {
        foreach (var resolution in s_resolutions)
        {
            long length = ChunkKey.PointLength(resolution), over = Math.Min(hour.Hour + ChunkKey.HourMilliseconds, clock.Packed / length * length);
            if (over <= hour.Hour) { continue; }
            var sums = new StepSums(new StepGrid(hour.Hour, length, (int)(ChunkKey.HourMilliseconds / length)));
            sums.Add(from, hour.Hour, over);
            var made = sums.Finish();
            var name = NameOf(hour, resolution);
            bool there = _segments.TryGetValue(name, out var segment);
            if (!there && made.Times.Length == 0) { continue; }
            _segments[name] = segment is null ? made : SegmentMerge.Points(segment, made, hour.Hour, over, clock.IsOld(hour));
            _changed.Add(name);
        }
    }

    /// <summary>What changed, as chunks to write.</summary>
    public void AddTo(HistoryChanges changes)
    {
        foreach (var name in _changed) { changes.Chunks.Add(new(name, RollupChunk.ToPayload(_segments[name]))); }
    }

    static ChunkName NameOf(DirtyHour hour, HistoryResolution resolution) => new(hour.Subject, resolution, ChunkKey.SlotOf(resolution, hour.Hour));
}
