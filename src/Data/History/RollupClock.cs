namespace BloxOs.Data.History;

/// <summary>What is over when the coarser resolutions are made.</summary>
/// <param name="Packed">Up to when all samples that came are packed, Unix milliseconds.</param>
/// <param name="OldestRaw">From when on all samples are still kept.</param>
/// <param name="Unfinished">Hours that are not over are made as well.</param>
internal readonly record struct RollupClock(long Packed, long OldestRaw, bool Unfinished)
{
    /// <summary>No more samples of the hour are on their way, but for late ones.</summary>
    public bool IsOver(DirtyHour hour) => hour.Hour + ChunkKey.HourMilliseconds <= Packed;

    /// <summary>The hour is made in this run.</summary>
    public bool IsDue(DirtyHour hour) => Unfinished || IsOver(hour);

    /// <summary>The samples of the hour may be deleted in part: its points are not made from them.</summary>
    public bool IsOld(DirtyHour hour) => hour.Hour < OldestRaw;
}
