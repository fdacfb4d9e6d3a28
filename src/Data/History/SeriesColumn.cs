namespace BloxOs.Data.History;

/// <summary>One series of a chunk: a whole number for each of its times, in the unit and precision that its metric is recorded in.</summary>
/// <param name="Id">Which series.</param>
/// <param name="Values">As many as the chunk has times; <see cref="Missing"/> where nothing was read.</param>
public sealed record SeriesColumn(SeriesId Id, long[] Values)
{
    /// <summary>No data. Not a value that can be recorded.</summary>
    public const long Missing = long.MinValue;
}
