namespace BloxOs.Data.History;

/// <summary>The coarser chunks of one rig or farm that some of its hours belong to, while those hours are made. Unpacked they have megabytes, so that only one subject's are at once.</summary>
/// <param name="payloads">Chunks as they are stored.</param>
internal sealed class RollupPoints(Dictionary<ChunkName, byte[]> payloads)
{
    static readonly HistoryResolution[] s_resolutions = [HistoryResolution.FiveMinutes, HistoryResolution.Hour];

    readonly Dictionary<ChunkName, HistorySegment> _segments = [];

    /// <summary>The chunks that hours belong to.</summary>
    public static HashSet<ChunkName> NamesOf(IEnumerable<DirtyHour> hours) => [.. hours.SelectMany(static hour => s_resolutions.Select(resolution => NameOf(hour, resolution)))];

    /// <summary>Makes the points of an hour from its samples or finer points. Those of a stretch that is not over are left for later.</summary>
    /// <remarks>
    /// Long ago the samples may be there in part only: what a rig kept comes in pieces, and what was made into points may be deleted before the next piece. Five minutes keep what
    /// is of more samples then, and the hour is made from them.
    /// </remarks>
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
            var there = _segments.GetValueOrDefault(name) ?? Read(name);
            if (there is null && made.Times.Length == 0) { continue; }
            var merged = _segments[name] = there is null ? made : SegmentMerge.Points(there, made, hour.Hour, over, clock.IsOld(hour) ? FullerOf(hour) : null);
            if (clock.IsOld(hour) && resolution == HistoryResolution.FiveMinutes) { from = merged; }
        }
    }

    /// <summary>Points of a rig: of more samples. Of a farm: of no fewer rigs, as its rigs' points are all kept and what they were is in both.</summary>
    static Func<double, double, bool> FullerOf(DirtyHour hour) => hour.Farm ? static (made, there) => made >= there : static (made, there) => made > there;

    /// <summary>What changed, as chunks to write.</summary>
    public void AddTo(HistoryChanges changes)
    {
        foreach (var (name, segment) in _segments) { changes.Chunks.Add(new(name, RollupChunk.ToPayload(segment))); }
    }

    /// <summary>Null when it is not there, or damaged: it is made again from what there is.</summary>
    HistorySegment? Read(ChunkName name)
    {
        if (!payloads.TryGetValue(name, out byte[]? payload)) { return null; }
        try
        {
            var segment = RollupChunk.Read(payload, static _ => true);
            ChunkKey.MustLieIn(name.Resolution, name.Slot, segment.Times);
            return segment;
        }
        catch (InvalidDataException) { return null; }
    }

    static ChunkName NameOf(DirtyHour hour, HistoryResolution resolution) => new(hour.Subject, resolution, ChunkKey.SlotOf(resolution, hour.Hour));
}
