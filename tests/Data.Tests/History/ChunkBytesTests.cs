using BloxOs.Data.History;

namespace BloxOs.Data.Tests.History;

/// <summary>Bytes that nobody packed but that look nearly like it, and how short what was packed is.</summary>
public sealed class ChunkBytesTests
{
    const int Version = 1, Values = 320;

    /// <summary>Each way of writing a run is there for readings of its kind; in another way these would be longer.</summary>
    [Fact]
    public void A_run_is_written_the_shortest_way()
    {
        var random = new Random(3);
        Assert.InRange(Size(_ => random.Next(2)), 40, 75);   // as it is: a bit each; differences would have two
        Assert.InRange(Size(static i => 7 + (3L * i)), 5, 60);   // first differences
        Assert.InRange(Size(static i => 13 + (7L * i * i)), 5, 110);   // second differences
        Assert.InRange(Size(_ => 1_000_000L * random.Next(44, 76)), 200, 240);   // millions: five bits each and not twenty-five
    }

    [Fact]
    public void Bytes_as_they_are_made_here_are_read()
    {
        Assert.Equal([5, 5], Read(Column(2, static writer => Gaps(writer, 1, 1), present: 1)).Times);
        Assert.Equal([6, SeriesColumn.Missing], Read(Column(2, static writer => Gaps(writer, 1, 1), present: 1)).Columns.Single().Values);
    }

    [Fact]
    public void A_gap_without_length_is_refused() => Refused(Column(2, static writer => Gaps(writer, 1, 0, 1), present: 2));

    /// <summary>With exactly the bits that are announced: that nothing is left over must not be what refuses it.</summary>
    [Theory]
    [InlineData(0UL, 0UL, 64, true)]
    [InlineData(0UL, 0UL, 65, false)]
    [InlineData(18UL, 0UL, 1, true)]
    [InlineData(19UL, 0UL, 1, false)]
    [InlineData(0UL, 2UL, 1, true)]
    [InlineData(0UL, 3UL, 1, false)]
    public void A_run_of_a_kind_or_width_that_there_is_not_is_refused(ulong zeros, ulong differences, int width, bool isOne)
    {
        var writer = Begin(1, 1);
        writer.WriteNumber(0);
        writer.Write(1, 1);
        writer.Write(zeros, 5);
        writer.Write(differences, 2);
        writer.Write((ulong)width, 7);
        writer.WriteSigned(0);
        for (int left = width; left > 0; left -= 32) { writer.Write(0, Math.Min(left, 32)); }
        if (isOne) { Assert.Equal([0], Read(writer.ToArray()).Columns.Single().Values); }
        else { Refused(writer.ToArray()); }
    }

    /// <summary>Of a chunk that lies where another belongs, or whose times were damaged.</summary>
    [Theory]
    [InlineData(true, 3_600_000, 3_600_001, 7_199_999)]
    [InlineData(false, 3_600_000, 3_600_001, 7_200_000)]
    [InlineData(false, 3_599_999, 3_600_001, 7_199_999)]
    [InlineData(false, 3_600_002, 3_600_001, 7_199_999)]
    public void Times_of_another_chunk_are_refused(bool mayBe, long first, long second, long last)
    {
        if (mayBe) { ChunkKey.MustLieIn(HistoryResolution.Raw, 1, [first, second, last]); }
        else { Assert.Throws<InvalidDataException>(() => ChunkKey.MustLieIn(HistoryResolution.Raw, 1, [first, second, last])); }
    }

    [Fact]
    public void Bits_that_fill_the_last_byte_are_zero()
    {
        byte[] bytes = Column(1, static writer => writer.Write(1, 1), present: 1);   // 62 bits
        Read(bytes);
        Assert.Equal(8, bytes.Length);
        foreach (int bit in (int[])[6, 7]) { Refused([.. bytes[..^1], (byte)(bytes[^1] | (1 << bit))]); }
    }

    /// <summary>Some kilobytes that would become gigabytes.</summary>
    [Fact]
    public void Many_values_of_few_bytes_are_refused()
    {
        const int Samples = HistoryChunk.MaxSamples;
        int columns = (HistoryChunk.MaxValues / Samples) + 1;
        var writer = Begin(Samples, columns);
        for (int i = 0; i < columns; i++)
        {
            writer.WriteNumber(0);
            writer.Write(1, 1);
            Run(writer, Samples, 6);
        }
        byte[] bytes = writer.ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Memory_that_held_gaps_before_holds_none_of_them_after()
    {
        long[] times = [1, 2, 3, 4];
        HistoryChunk gaps = new(times, [new(new(1), [.. times.Select(static _ => SeriesColumn.Missing)])]), half = new(times, [new(new(1), [7, SeriesColumn.Missing, 9, 10])]);
        using var buffer = new ChunkBuffer();
        foreach (var chunk in (HistoryChunk[])[gaps, half])
        {
            var sink = buffer;
            ChunkCodec.Decode(ChunkCodec.Encode(chunk), static _ => true, ref sink);
            Assert.Equal(chunk.Columns[0].Values, buffer.Values(0).ToArray());
        }
    }

    static int Size(Func<int, long> value)
    {
        long[] times = [.. Enumerable.Range(0, Values).Select(static i => (long)i)], values = [.. Enumerable.Range(0, Values).Select(value)];
        return ChunkCodec.Encode(new(times, [new(new(1), values)])).Length - ChunkCodec.Encode(new(times, [])).Length;
    }

    static HistoryChunk Read(byte[] bytes) => ChunkCodec.Decode(bytes);

    static void Refused(byte[] bytes) => Assert.Throws<InvalidDataException>(() => ChunkCodec.Decode(bytes));

    /// <summary>A chunk of one column: what says which values are there, and so many sixes.</summary>
    static byte[] Column(int samples, Action<BitWriter> which, int present)
    {
        var writer = Begin(samples, 1);
        writer.WriteNumber(0);
        which(writer);
        Run(writer, present, 6);
        return writer.ToArray();
    }

    static BitWriter Begin(int samples, int columns)
    {
        var writer = new BitWriter();
        writer.Write(Version, 8);
        writer.WriteNumber((ulong)samples);
        writer.WriteNumber((ulong)columns);
        Run(writer, samples, 5);
        return writer;
    }

    static void Gaps(BitWriter writer, params ulong[] lengths)
    {
        writer.Write(0, 1);
        foreach (ulong length in lengths) { writer.WriteNumber(length); }
    }

    /// <summary>So many times the same number.</summary>
    static void Run(BitWriter writer, int count, long number)
    {
        writer.Write(0, 7);
        for (int start = 0; start < count; start += 32)
        {
            writer.Write(0, 7);
            writer.WriteSigned(start == 0 ? number : 0);
        }
    }
}
