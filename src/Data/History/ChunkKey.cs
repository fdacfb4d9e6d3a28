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

    /// <summary>The key of a chunk.</summary>
    public static long Of(long subject, HistoryResolution resolution, long slot) => (subject << (SlotBits + ResolutionBits)) | ((long)resolution << SlotBits) | slot;

    /// <summary>The first key that belongs to the subject behind this one.</summary>
    public static long EndOf(long subject) => (subject + 1) << (SlotBits + ResolutionBits);
}
