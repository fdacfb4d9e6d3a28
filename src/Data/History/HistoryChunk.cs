namespace BloxOs.Data.History;

/// <summary>The samples of one rig over a stretch of time, by column.</summary>
/// <param name="Times">When each was read, Unix milliseconds, in the order of the samples.</param>
/// <param name="Columns">In the order of their ids, each with a value per time.</param>
public sealed record HistoryChunk(long[] Times, IReadOnlyList<SeriesColumn> Columns)
{
    /// <summary>Samples of a chunk at most: an hour at one a second, and as many again.</summary>
    public const int MaxSamples = 7_200;

    /// <summary>Series of a chunk at most: 64 cards with a dozen readings each, and work on all of them.</summary>
    public const int MaxColumns = 8_192;

    /// <summary>Samples times series of a chunk at most: an hour at one a second of 64 cards; 64 MB when unpacked.</summary>
    public const int MaxValues = 1 << 23;
}
