namespace BloxOs.Data.History;

/// <summary>Adds chunks of coarser points to the steps of an answer, without making a segment of each.</summary>
/// <param name="sums">The steps.</param>
/// <param name="wanted">Which metrics.</param>
/// <param name="bounds">Least and most are unpacked as well.</param>
internal sealed class PackedPoints(StepSums sums, Func<HistoryMetric, bool> wanted, bool bounds) : IDisposable
{
    readonly ChunkBuffer _buffer = new();
    readonly Dictionary<int, int> _byCode = [];
    readonly Dictionary<int, StepColumn> _columns = [];
    byte[] _labelBytes = [];
    ChunkLabels _labels = new();

    /// <summary>Adds the points of [from, to).</summary>
    /// <returns>Time of the last point of the chunk; null without one.</returns>
    /// <exception cref="InvalidDataException">No such chunk; nothing of it is added.</exception>
    public long? Add(HistoryResolution resolution, StoredChunk chunk, long from, long to)
    {
        var numbers = ReadLabels(chunk.Payload);
        var buffer = _buffer;
        ChunkCodec.Decode(numbers, IsWanted, ref buffer);
        ChunkKey.MustLieIn(resolution, chunk.Slot, buffer.Times);
        if (buffer.Samples == 0) { return null; }
        _byCode.Clear();
        for (int i = 0; i < buffer.Ids.Count; i++) { _byCode.Add(buffer.Ids[i].Code, i); }
        // All columns first: from here on nothing may be wrong any more.
        foreach (var id in buffer.Ids) { ColumnOf(id); }
        var steps = sums.StepsOf(buffer.Times, from, to);
        for (int i = 0; i < buffer.Ids.Count && RollupChunk.StatOf(buffer.Ids[i]) == RollupChunk.Mean; i++)
        {
            var id = buffer.Ids[i];
            var column = ColumnOf(id);
            column.Add(steps, RollupChunk.MeanScale(column.Info), buffer.Values(i), Values(id, RollupChunk.Least), Values(id, RollupChunk.Most), Values(id, RollupChunk.Samples));
        }
        return buffer.Times[^1];
    }

    public void Dispose() => _buffer.Dispose();

    /// <summary>One chunk has the same names as the one before it, most often. Names say where they end, so that the same bytes are the same names.</summary>
    ReadOnlySpan<byte> ReadLabels(ReadOnlySpan<byte> payload)
    {
        if (_labelBytes.Length > 0 && payload.StartsWith(_labelBytes)) { return payload[_labelBytes.Length..]; }
        _columns.Clear();
        _labelBytes = [];
        _labels = ChunkLabels.Read(payload, out var numbers);
        _labelBytes = payload[..^numbers.Length].ToArray();
        return numbers;
    }

    bool IsWanted(SeriesId id) => (bounds || RollupChunk.StatOf(id) is not (RollupChunk.Least or RollupChunk.Most)) && RollupChunk.MetricOf(id) is { } metric && wanted(metric);

    StepColumn ColumnOf(SeriesId id)
    {
        var mean = RollupChunk.IdOf(id, RollupChunk.Mean);
        if (!_byCode.ContainsKey(mean.Code)) { throw new InvalidDataException("A series without its mean."); }
        if (!_columns.TryGetValue(mean.Code, out var column)) { _columns.Add(mean.Code, column = sums.Column(_labels.Of((HistoryMetric)mean.Metric, mean))); }
        return column;
    }

    ReadOnlySpan<long> Values(SeriesId mean, int stat) => _byCode.TryGetValue(RollupChunk.IdOf(mean, stat).Code, out int column) ? _buffer.Values(column) : [];
}
