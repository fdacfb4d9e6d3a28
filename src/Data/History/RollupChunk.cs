namespace BloxOs.Data.History;

/// <summary>Points of a coarser resolution as bytes and back. A reading has its mean with a digit more than it is recorded in, least, most and how many samples it is of.</summary>
internal static class RollupChunk
{
    const int StatShift = 6, MetricMask = (1 << StatShift) - 1;

    /// <summary>What a column has of its series.</summary>
    public const int Mean = 0, Least = 1, Most = 2, Samples = 3;

    /// <summary>Digits of a mean that are kept: a mean of noise is noise behind them.</summary>
    const int MeanDigits = 6;

    /// <summary>Packs a segment; series without a value are left out, and so are those that there is no room for.</summary>
    public static byte[] ToPayload(HistorySegment segment)
    {
        var labels = new ChunkLabels();
        var columns = new SortedDictionary<int, long[]>();
        foreach (var (label, series) in segment.Series.OrderBy(pair => pair.Key, SeriesOrder.Instance))
        {
            var info = HistoryMetrics.Of(label.Metric);
            if (Array.TrueForAll(series.Average, double.IsNaN) || columns.Count + 4 > HistoryChunk.MaxColumns) { continue; }
            byte? gpu = label.Gpu is null ? SeriesId.WholeRig : labels.Card(label.Gpu);
            byte? work = label is { Miner: null, Algorithm: null, Instance: 0 } ? (byte)0 : labels.Work(new(label.Instance, label.Miner, null, label.Algorithm, null, null));
            if (gpu is not { } card || work is not { } job) { continue; }
            Add(Mean, Array.ConvertAll(series.Average, value => info.Kind == MetricKind.Gauge ? StoredMean(value, info) : Stored(value, info.Scale)));
            if (info.Kind != MetricKind.Gauge) { continue; }
            Add(Least, Array.ConvertAll(series.Min, value => Stored(value, info.Scale)));
            Add(Most, Array.ConvertAll(series.Max, value => Stored(value, info.Scale)));
            Add(Samples, CountsOf(series));

            void Add(int stat, long[] values) => columns[IdOf(new((byte)label.Metric, job, card), stat).Code] = values;
        }
        var chunk = new HistoryChunk(segment.Times, [.. columns.Select(pair => new SeriesColumn(SeriesId.Of(pair.Key), pair.Value))]);
        return [.. labels.ToBytes(), .. ChunkCodec.Encode(chunk)];
    }

    /// <summary>Unpacks the wanted metrics.</summary>
    /// <exception cref="InvalidDataException">Not what <see cref="ToPayload"/> made.</exception>
    public static HistorySegment Read(ReadOnlySpan<byte> payload, Func<HistoryMetric, bool> wanted)
    {
        var labels = ChunkLabels.Read(payload, out var numbers);
        var chunk = ChunkCodec.Decode(numbers, id => MetricOf(id) is { } metric && wanted(metric));
        var segment = new HistorySegment(chunk.Times, new(chunk.Columns.Count / 3));
        // The means come first: their numbers are the smallest.
        foreach (var column in chunk.Columns)
        {
            int stat = StatOf(column.Id);
            var label = labels.Of((HistoryMetric)(column.Id.Metric & MetricMask), column.Id);
            var info = HistoryMetrics.Of(label.Metric);
            if (stat == Mean)
            {
                segment.Series[label] = SeriesSegment.OfSamples(Values(column.Values, MeanScale(info)));
                continue;
            }
            if (!segment.Series.TryGetValue(label, out var series)) { throw new InvalidDataException("A series without its mean."); }
            segment.Series[label] = stat switch
            {
                Least => series with { Min = Values(column.Values, info.Scale) },
                Most => series with { Max = Values(column.Values, info.Scale) },
                _ => series with { Count = Values(column.Values, 1) },
            };
        }
        return segment;
    }

    /// <summary>What a column has of its series.</summary>
    public static int StatOf(SeriesId id) => id.Metric >> StatShift;

    /// <summary>The metric of a column; null for one that is not known.</summary>
    public static HistoryMetric? MetricOf(SeriesId id) => HistoryMetrics.Find((HistoryMetric)(id.Metric & MetricMask))?.Metric;

    /// <summary>Another column of the same series.</summary>
    public static SeriesId IdOf(SeriesId id, int stat) => id with { Metric = (byte)((stat << StatShift) | (id.Metric & MetricMask)) };

    /// <summary>Stored number of a mean or sum for 1 of the unit.</summary>
    public static double MeanScale(MetricInfo info) => info.Kind == MetricKind.Gauge ? info.Scale * 10 : info.Scale;

    static long[] CountsOf(SeriesSegment series)
    {
        long[] counts = new long[series.Average.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = double.IsNaN(series.Average[i]) ? SeriesColumn.Missing : series.Count is { } known ? (long)known[i] : 1;
        }
        return counts;
    }

    static long Stored(double value, double scale) => double.IsNaN(value) ? SeriesColumn.Missing : (long)Math.Clamp(Math.Round(value * scale), -9e18, 9e18);

    static long StoredMean(double value, MetricInfo info)
    {
        if (double.IsNaN(value)) { return SeriesColumn.Missing; }
        double scaled = value * info.Scale * 10;
        int digits = scaled == 0 ? 0 : (int)Math.Ceiling(Math.Log10(Math.Abs(scaled)));
        double unit = Math.Pow(10, Math.Max(0, digits - MeanDigits));
        return (long)Math.Clamp(Math.Round(scaled / unit) * unit, -9e18, 9e18);
    }

    static double[] Values(long[] stored, double scale) => Array.ConvertAll(stored, value => value == SeriesColumn.Missing ? double.NaN : value / scale);
}
