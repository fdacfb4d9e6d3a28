namespace BloxOs.Data.History;

/// <summary>Reads the history of rigs and farms. Runs outside grains: it may read and unpack megabytes.</summary>
public interface IHistoryReader
{
    /// <summary>Reads a range. The resolution follows from range, <see cref="HistoryQuery.MaxPoints"/> and from what is still kept.</summary>
    /// <remarks>A subject that does not exist has an empty history. Whether the asker may see it is the caller's to check.</remarks>
    /// <exception cref="ArgumentException">A limit of <see cref="HistoryQuery"/> is passed, or the answer would have more than
    /// <see cref="HistoryQuery.MostValues"/> values; the message can be shown.</exception>
    Task<HistoryAnswer> ReadAsync(HistoryQuery query, CancellationToken cancellation);
}
