namespace BloxOs.Data.History;

/// <summary>Where the columns of a chunk are unpacked to.</summary>
internal interface IColumnSink
{
    /// <summary>The place for the times of a chunk of so many samples.</summary>
    Span<long> Begin(int samples);

    /// <summary>The place for the values of the next column, as many as there are times.</summary>
    Span<long> Add(SeriesId id);
}
