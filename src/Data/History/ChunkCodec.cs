using System.Buffers;

namespace BloxOs.Data.History;

/// <summary>Packs a chunk into bytes, column by column: every time and every value comes back exactly, and so does every gap.</summary>
public static class ChunkCodec
{
    const byte Version = 1;
    const int MostCode = 0xFF_FFFF;

    /// <summary>Packs.</summary>
    /// <exception cref="ArgumentException">Over a limit of <see cref="HistoryChunk"/>, columns out of order or of another length.</exception>
    public static byte[] Encode(HistoryChunk chunk)
    {
        Check(chunk);
        var writer = new BitWriter();
        writer.Write(Version, 8);
        writer.WriteNumber((ulong)chunk.Times.Length);
        writer.WriteNumber((ulong)chunk.Columns.Count);
        NumberRun.Write(writer, chunk.Times);
        int before = -1;
        long[] present = new long[chunk.Times.Length];
        foreach (var column in chunk.Columns)
        {
            writer.WriteNumber((ulong)(column.Id.Code - before - 1));
            before = column.Id.Code;
            Write(writer, column.Values, present);
        }
        return writer.ToArray();
    }

    /// <summary>Unpacks.</summary>
    /// <param name="bytes">What <see cref="Encode"/> made.</param>
    /// <exception cref="InvalidDataException">Anything else.</exception>
    public static HistoryChunk Decode(ReadOnlySpan<byte> bytes) => Decode(bytes, static _ => true);

    /// <summary>Unpacks the times and the wanted series; the others are passed over.</summary>
    /// <param name="bytes">What <see cref="Encode"/> made.</param>
    /// <param name="wanted">Which series.</param>
    /// <exception cref="InvalidDataException">Anything else.</exception>
    public static HistoryChunk Decode(ReadOnlySpan<byte> bytes, Func<SeriesId, bool> wanted)
    {
        var chunk = new Columns();
        Decode(bytes, wanted, ref chunk);
        return new(chunk.Times, chunk.All);
    }

    /// <summary>As <see cref="Decode(ReadOnlySpan{byte}, Func{SeriesId, bool})"/>; after an exception nothing in the sink counts.</summary>
    internal static void Decode<TSink>(ReadOnlySpan<byte> bytes, Func<SeriesId, bool> wanted, ref TSink sink) where TSink : IColumnSink
    {
        var reader = new BitReader(bytes);
        if (reader.Read(8) != Version) { throw new InvalidDataException("A chunk of an unknown version."); }
        int samples = reader.ReadCount(HistoryChunk.MaxSamples), count = reader.ReadCount(HistoryChunk.MaxColumns);
        // Bounds what a few wrong bytes can make it allocate.
        if ((long)samples * count > HistoryChunk.MaxValues) { throw new InvalidDataException($"More than {HistoryChunk.MaxValues} values."); }
        NumberRun.Read(ref reader, sink.Begin(samples));
        long[] present = ArrayPool<long>.Shared.Rent(samples);
        int before = -1;
        for (int i = 0; i < count; i++)
        {
            if (before == MostCode) { throw new InvalidDataException("A series behind the last one."); }
            before += reader.ReadCount(MostCode - before - 1) + 1;
            if (wanted(SeriesId.Of(before))) { ReadColumn(ref reader, sink.Add(SeriesId.Of(before)), present); }
            else { SkipColumn(ref reader, samples); }
        }
        reader.MustEnd();
        ArrayPool<long>.Shared.Return(present);
    }

    /// <summary>Columns of their own, which stay.</summary>
    struct Columns() : IColumnSink
    {
        public long[] Times = [];
        public readonly List<SeriesColumn> All = [];

        public Span<long> Begin(int samples) => Times = new long[samples];

        public readonly Span<long> Add(SeriesId id)
        {
            All.Add(new(id, new long[Times.Length]));
            return All[^1].Values;
        }
    }

    static void Check(HistoryChunk chunk)
    {
        if (chunk.Times.Length > HistoryChunk.MaxSamples) { throw new ArgumentException($"More than {HistoryChunk.MaxSamples} samples.", nameof(chunk)); }
        if (chunk.Columns.Count > HistoryChunk.MaxColumns) { throw new ArgumentException($"More than {HistoryChunk.MaxColumns} series.", nameof(chunk)); }
        if ((long)chunk.Times.Length * chunk.Columns.Count > HistoryChunk.MaxValues) { throw new ArgumentException($"More than {HistoryChunk.MaxValues} values.", nameof(chunk)); }
        for (int i = 0; i < chunk.Columns.Count; i++)
        {
            if (chunk.Columns[i].Values.Length != chunk.Times.Length) { throw new ArgumentException("A column that is not as long as the times.", nameof(chunk)); }
            if (i > 0 && chunk.Columns[i].Id.Code <= chunk.Columns[i - 1].Id.Code) { throw new ArgumentException("Columns out of order.", nameof(chunk)); }
        }
    }

    static void Write(BitWriter writer, long[] values, Span<long> present)
    {
        int count = 0;
        foreach (long value in values) { if (value != SeriesColumn.Missing) { present[count++] = value; } }
        writer.Write(count == values.Length ? 1UL : 0UL, 1);
        if (count < values.Length) { WriteGaps(writer, values); }
        NumberRun.Write(writer, present[..count]);
    }

    static void ReadColumn(ref BitReader reader, Span<long> values, Span<long> present)
    {
        if (reader.Read(1) == 1)
        {
            NumberRun.Read(ref reader, values);
            return;
        }
        // Memory that was used before may hold what marks a gap.
        values.Clear();
        int count = ReadGaps(ref reader, values);
        NumberRun.Read(ref reader, present[..count]);
        int next = 0;
        foreach (ref long value in values) { if (value != SeriesColumn.Missing) { value = present[next++]; } }
    }

    static void SkipColumn(ref BitReader reader, int samples)
    {
        int count = samples;
        if (reader.Read(1) == 0)
        {
            count = 0;
            bool there = true;
            for (int start = 0; start < samples; there = !there)
            {
                int length = GapLength(ref reader, samples - start, mayBeEmpty: there && start == 0);
                if (there) { count += length; }
                start += length;
            }
        }
        NumberRun.Skip(ref reader, count);
    }

    /// <summary>How many in turn are there and are missing, beginning with those that are there.</summary>
    static void WriteGaps(BitWriter writer, ReadOnlySpan<long> values)
    {
        bool there = true;
        int start = 0;
        for (int i = 0; i <= values.Length; i++)
        {
            if (i < values.Length && values[i] != SeriesColumn.Missing == there) { continue; }
            writer.WriteNumber((ulong)(i - start));
            (there, start) = (!there, i);
        }
    }

    /// <summary>Marks what is missing; returns how many are there.</summary>
    static int ReadGaps(ref BitReader reader, Span<long> values)
    {
        bool there = true;
        int count = 0;
        for (int start = 0; start < values.Length; there = !there)
        {
            int length = GapLength(ref reader, values.Length - start, mayBeEmpty: there && start == 0);
            if (there) { count += length; }
            else { values.Slice(start, length).Fill(SeriesColumn.Missing); }
            start += length;
        }
        return count;
    }

    static int GapLength(ref BitReader reader, int most, bool mayBeEmpty) => reader.ReadCount(most) is var length && (length > 0 || mayBeEmpty)
        ? length
        : throw new InvalidDataException("A gap without length.");
}
