using BloxOs.Data.History;

namespace BloxOs.Data.Tests.History;

public sealed class ChunkCodecTests
{
    [Fact]
    public void A_million_random_points_come_back_exactly()
    {
        var random = new Random(5);
        long points = 0;
        for (int round = 0; points < 1_000_000; round++)
        {
            var chunk = Any(random, samples: random.Next(0, 200), columns: random.Next(0, 60));
            points += (long)chunk.Times.Length * (chunk.Columns.Count + 1);
            Same(chunk, ChunkCodec.Decode(ChunkCodec.Encode(chunk)), round);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(31, 2)]
    [InlineData(32, 2)]
    [InlineData(33, 2)]
    [InlineData(HistoryChunk.MaxSamples, 2)]
    public void Any_size_comes_back(int samples, int columns)
    {
        var chunk = Any(new(1), samples, columns);
        Same(chunk, ChunkCodec.Decode(ChunkCodec.Encode(chunk)), 0);
    }

    /// <summary>What is passed over, with its gaps and of any length, leaves what comes behind it as it is.</summary>
    [Fact]
    public void A_part_of_the_series_is_the_same_as_in_the_whole()
    {
        var random = new Random(7);
        for (int round = 0; round < 300; round++)
        {
            var chunk = Any(random, samples: random.Next(1, 100), columns: random.Next(1, 20));
            var wanted = chunk.Columns.Where(_ => random.Next(3) == 0).Select(static column => column.Id).ToHashSet();
            Same(chunk with { Columns = [.. chunk.Columns.Where(column => wanted.Contains(column.Id))] }, ChunkCodec.Decode(ChunkCodec.Encode(chunk), wanted.Contains), round);
        }
    }

    [Fact]
    public void The_widest_steps_and_a_counter_that_starts_again_come_back()
    {
        long[] values = [long.MaxValue, long.MinValue + 1, 0, SeriesColumn.Missing, -1, long.MaxValue, 5_000_000_000_000_000_000, 10, 11, 12, 0, 1];
        var chunk = new HistoryChunk([.. values.Select((_, i) => i * 30_000L)], [new(new(7), values)]);
        Same(chunk, ChunkCodec.Decode(ChunkCodec.Encode(chunk)), 0);
    }

    [Fact]
    public void Cut_and_longer_bytes_are_refused()
    {
        byte[] whole = ChunkCodec.Encode(Any(new(3), 40, 5));
        for (int length = 0; length < whole.Length; length++) { Assert.Throws<InvalidDataException>(() => ChunkCodec.Decode(whole.AsSpan(0, length))); }
        Assert.Throws<InvalidDataException>(() => ChunkCodec.Decode([.. whole, 0]));
    }

    [Fact]
    public void Arbitrary_and_damaged_bytes_are_read_or_refused_and_nothing_else()
    {
        var random = new Random(11);
        byte[] good = ChunkCodec.Encode(Any(random, 60, 8));
        for (int round = 0; round < 50_000; round++)
        {
            byte[] bytes = round % 2 == 0 ? new byte[random.Next(120)] : [.. good];
            if (round % 2 == 0)
            {
                random.NextBytes(bytes);
                if (bytes.Length > 0) { bytes[0] = 1; }
            }
            else { bytes[random.Next(1, bytes.Length)] ^= (byte)(1 << random.Next(8)); }
            try { ChunkCodec.Decode(bytes); }
            catch (InvalidDataException) { }
        }
    }

    /// <summary>A number behind the last one there is would begin again at the first: two columns of one series.</summary>
    [Theory]
    [InlineData(0xFF_FFFFUL, 0UL)]
    [InlineData(0xFF_FFFFUL, 0xFF_FFFFUL)]
    [InlineData(0xFF_FFFFUL, 0xFFFF_FFFFUL)]
    [InlineData(5UL, 0xFF_FFFAUL)]
    [InlineData(5UL, 0xFFFF_FFFFUL)]
    public void A_series_behind_the_last_one_is_refused(ulong one, ulong further)
    {
        var writer = new BitWriter();
        writer.Write(1, 8);
        foreach (ulong number in (ulong[])[0, 2, one]) { writer.WriteNumber(number); }
        writer.Write(1, 1);
        writer.WriteNumber(further);
        writer.Write(1, 1);
        byte[] bytes = writer.ToArray();
        Assert.Throws<InvalidDataException>(() => ChunkCodec.Decode(bytes));
        var last = SeriesId.Of(0xFF_FFFF);
        Assert.Equal(last, ChunkCodec.Decode(ChunkCodec.Encode(new([5], [new(last, [6])]))).Columns.Single().Id);
    }

    [Fact]
    public void What_is_over_a_limit_or_makes_no_sense_is_not_packed()
    {
        Assert.Throws<ArgumentException>(() => ChunkCodec.Encode(new(new long[HistoryChunk.MaxSamples + 1], [])));
        Assert.Throws<ArgumentException>(() => ChunkCodec.Encode(new([1], [new(new(1), [1, 2])])));
        Assert.Throws<ArgumentException>(() => ChunkCodec.Encode(new([1], [new(new(2), [1]), new(new(1), [1])])));
        Assert.Throws<ArgumentException>(() => ChunkCodec.Encode(new([1], [new(new(1), [1]), new(new(1), [1])])));
    }

    static void Same(HistoryChunk expected, HistoryChunk actual, int round)
    {
        Assert.True(expected.Times.AsSpan().SequenceEqual(actual.Times), $"times of round {round}");
        Assert.Equal(expected.Columns.Select(c => c.Id), actual.Columns.Select(c => c.Id));
        for (int i = 0; i < expected.Columns.Count; i++)
        {
            Assert.True(expected.Columns[i].Values.AsSpan().SequenceEqual(actual.Columns[i].Values), $"column {i} of round {round}");
        }
    }

    static HistoryChunk Any(Random random, int samples, int columns)
    {
        long time = random.NextInt64(4_000_000_000_000);
        long[] times = [.. Enumerable.Range(0, samples).Select(_ => time += random.Next(20) == 0 ? random.Next(3_600_000) : 30_000 + random.Next(-50, 50))];
        var ids = new SortedSet<int>();
        while (ids.Count < columns) { ids.Add(new SeriesId((byte)random.Next(256), (byte)random.Next(4), (byte)random.Next(256)).Code); }
        return new(times, [.. ids.Select(id => new SeriesColumn(SeriesId.Of(id), Values(random, samples)))]);
    }

    static long[] Values(Random random, int count)
    {
        int kind = random.Next(6);
        long value = random.Next(100_000);
        double gap = random.Next(3) == 0 ? 0.2 : 0;
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < gap ? SeriesColumn.Missing : Next())];

        long Next() => kind switch
        {
            0 => value,
            1 => value + random.Next(-3, 4),
            2 => value += random.Next(3),
            3 => 1_000_000L * random.Next(44_000, 46_000),
            4 => value = random.Next(40) == 0 ? 0 : value + 1,
            _ => Math.Max(random.NextInt64(long.MinValue, long.MaxValue), long.MinValue + 1),
        };
    }
}
