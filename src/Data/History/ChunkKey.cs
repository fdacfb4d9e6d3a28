namespace BloxOs.Data.History;

/// <summary>
/// Where a chunk lies: number of the rig or farm, resolution and slot in one whole number, so that what belongs together lies together. A slot is an
/// hour of samples, twelve hours of five-minute points, ten days of hourly ones.
/// </summary>
internal static class ChunkKey
{
    public const long HourMilliseconds = 3_600_000;
    const int SlotBits = 23, ResolutionBits = 4;

    /// <summary>Milliseconds of a slot.</summary>
    public static long Span(HistoryResolution resolution) => resolution switch
    {
        HistoryResolution.Raw => HourMilliseconds,
        HistoryResolution.FiveMinutes => 12 * HourMilliseconds,
        _ => 240 * HourMilliseconds,
    };

    /// <summary>Milliseconds that a point stands for; 0 for samples.</summary>
    public static long PointLength(HistoryResolution resolution) => resolution switch
    {
        HistoryResolution.Raw => 0,
        HistoryResolution.FiveMinutes => 300_000,
        _ => HourMilliseconds,
    };

    /// <summary>The slot of a time; times before 1970 or far away belong to the first or the last one.</summary>
    public static long SlotOf(HistoryResolution resolution, long time) => Math.Clamp(time / Span(resolution), 0, (1L << SlotBits) - 1);

    /// <summary>Bytes can be damaged so that they still are a chunk: its times are in order and of its slot, or they are not to be trusted.</summary>
    /// <exception cref="InvalidDataException">They are not.</exception>
    public static void MustLieIn(HistoryResolution resolution, long slot, ReadOnlySpan<long> times)
    {
        for (int i = 1; i < times.Length; i++) { if (times[i] < times[i - 1]) { throw new InvalidDataException("Times out of order."); } }
        if (times.Length > 0 && (SlotOf(resolution, times[0]) != slot || SlotOf(resolution, times[^1]) != slot)) { throw new InvalidDataException("Times of another chunk."); }
    }

    /// <summary>The slot that a key names.</summary>
    public static long SlotIn(long key) => key & ((1L << SlotBits) - 1);

    /// <summary>The key of a chunk.</summary>
    public static long Of(long subject, HistoryResolution resolution, long slot) => (subject << (SlotBits + ResolutionBits)) | ((long)resolution << SlotBits) | slot;

    /// <summary>The first key of samples of the subject, and the first one behind them.</summary>
    public static (long First, long End) SamplesOf(long subject) => (Of(subject, HistoryResolution.Raw, 0), Of(subject, HistoryResolution.Raw, 1L << SlotBits));

    /// <summary>The first key that belongs to the subject behind this one.</summary>
    public static long EndOf(long subject) => (subject + 1) << (SlotBits + ResolutionBits);
}
