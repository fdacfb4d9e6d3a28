using BloxOs.Data.Telemetry;

namespace BloxOs.Data.History;

/// <summary>The samples of one rig and hour while they are put together. The same samples in the same order give the same bytes.</summary>
internal sealed class RawChunk
{
    readonly ChunkLabels _labels;
    readonly List<long> _times;
    readonly SortedDictionary<int, ColumnBuilder> _columns = [];
    readonly HashSet<long> _sequences;

    RawChunk(ChunkLabels labels, List<long> times, HashSet<long> sequences) => (_labels, _times, _sequences) = (labels, times, sequences);

    /// <summary>An empty one.</summary>
    public RawChunk() : this(new(), [], []) { }

    /// <summary>Samples in it.</summary>
    public int Count => _times.Count;

    /// <summary>Unpacks one that is to be added to.</summary>
    /// <exception cref="InvalidDataException">Damaged.</exception>
    public static RawChunk Load(StoredChunk stored)
    {
        var labels = ChunkLabels.Read(stored.Payload, out var numbers);
        var chunk = ChunkCodec.Decode(numbers);
        ChunkKey.MustLieIn(HistoryResolution.Raw, stored.Slot, chunk.Times);
        if (!chunk.Columns.Any(static column => column.Id == s_sequence)) { throw new InvalidDataException("Samples without sequences."); }
        var loaded = new RawChunk(labels, [.. chunk.Times], []);
        foreach (var column in chunk.Columns)
        {
            if (column.Id == s_sequence) { loaded._sequences.UnionWith(column.Values); }
            loaded._columns.Add(column.Id.Code, new(column.Values));
        }
        return loaded;
    }

    static readonly SeriesId s_sequence = new((byte)HistoryMetric.Sequence);

    /// <summary>Adds a sample; false when it is there already, or the chunk is full.</summary>
    public bool Add(in TelemetrySample sample, SampleValues values, CardLayouts cards)
    {
        if (_times.Count >= HistoryChunk.MaxSamples || (_times.Count + 1L) * _columns.Count > HistoryChunk.MaxValues) { return false; }
        if (!_sequences.Add(sample.Sequence)) { return false; }
        int position = _times.Count;
        long at = sample.At.ToUnixTimeMilliseconds();
        _times.Add(at);
        Column(s_sequence)?.Set(position, sample.Sequence);
        foreach (var value in values.Values)
        {
            byte? gpu = value.Gpu == SeriesId.WholeRig ? SeriesId.WholeRig : _labels.Card(cards.NameOf(value.Gpu, at));
            byte? work = value.Work == 0 ? (byte)0 : _labels.Work(values.Works[value.Work - 1]);
            if (gpu is { } card && work is { } job) { Column(new((byte)value.Metric, job, card))?.Set(position, value.Value); }
        }
        return true;
    }

    /// <summary>Packs it.</summary>
    public byte[] ToPayload()
    {
        int[]? order = Order();
        var columns = new List<SeriesColumn>(_columns.Count);
        foreach (var (code, column) in _columns)
        {
            columns.Add(new(SeriesId.Of(code), Sorted(column.ToArray(_times.Count), order)));
        }
        return [.. _labels.ToBytes(), .. ChunkCodec.Encode(new(Sorted([.. _times], order), columns))];
    }

    ColumnBuilder? Column(SeriesId id)
    {
        if (_columns.TryGetValue(id.Code, out var column)) { return column; }
        if (_columns.Count >= HistoryChunk.MaxColumns || (_columns.Count + 1L) * _times.Count > HistoryChunk.MaxValues) { return null; }
        _columns.Add(id.Code, column = new());
        return column;
    }

    /// <summary>By time, then by sequence; null when they are in that order.</summary>
    int[]? Order()
    {
        long[] sequences = _columns[s_sequence.Code].ToArray(_times.Count);
        bool ordered = true;
        for (int i = 1; i < _times.Count && ordered; i++) { ordered = (_times[i - 1], sequences[i - 1]).CompareTo((_times[i], sequences[i])) < 0; }
        if (ordered) { return null; }
        int[] order = [.. Enumerable.Range(0, _times.Count)];
        Array.Sort(order, (a, b) => (_times[a], sequences[a]).CompareTo((_times[b], sequences[b])));
        return order;
    }

    static long[] Sorted(long[] values, int[]? order) => order is null ? values : Array.ConvertAll(order, i => values[i]);
}
