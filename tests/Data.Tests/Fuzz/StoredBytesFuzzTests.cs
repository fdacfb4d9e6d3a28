using System.Text;
using BloxOs.Data.History;
using BloxOs.Data.Telemetry;
using BloxOs.Data.Tests.History;
using BloxOs.TestServers.Fuzz;

namespace BloxOs.Data.Tests.Fuzz;

/// <summary>Bytes that the history stored and reads again, damaged: read or refused, never anything else, never long, never much memory.</summary>
public sealed class StoredBytesFuzzTests
{
    static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    static readonly long s_slot = ChunkKey.SlotOf(HistoryResolution.Raw, s_start.ToUnixTimeMilliseconds());
    static readonly long s_fiveSlot = ChunkKey.SlotOf(HistoryResolution.FiveMinutes, s_start.ToUnixTimeMilliseconds());

    /// <summary>What the largest chunk takes, in columns and in what is made of them.</summary>
    const long MostBytes = 6L * sizeof(long) * HistoryChunk.MaxValues;

    [Fact]
    public void Labels() => Run([Raw(1), Raw(40), Points()], bytes =>
    {
        var labels = ChunkLabels.Read(bytes, out var rest);
        Assert.InRange(rest.Length, 0, bytes.Length);
        for (int i = 0; i < 256; i++)
        {
            try { labels.Of(HistoryMetric.CoreCelsius, new((byte)HistoryMetric.CoreCelsius, (byte)i, (byte)i)); }
            catch (InvalidDataException) { }
        }
    });

    [Fact]
    public void Samples_that_are_added_to() => Run([Raw(1), Raw(40), Raw(400)], static bytes =>
    {
        var chunk = RawChunk.Load(new(s_slot, bytes));
        var values = new SampleValues();
        new PlainFormat().Read(PlainFormat.Of("CoreCelsius/0=60; WorkAccepted@a:b=7"), values);
        chunk.Add(new("rig", 9_999_999, s_start.AddMinutes(59), default), values, CardLayouts.None);
        chunk.ToPayload();
    });

    [Fact]
    public void Samples_that_are_read() => Run([Raw(1), Raw(40), Raw(400)], static bytes =>
    {
        using var buffer = new ChunkBuffer();
        RawSegment.Read(new(s_slot, bytes), static _ => true, buffer);
    });

    [Fact]
    public void Points_that_are_made_again() => Run([Points(), Points(5)], static bytes => RollupChunk.Read(bytes, static _ => true));

    [Fact]
    public void Points_that_are_read()
    {
        foreach (bool bounds in (bool[])[true, false])
        {
            Run([Points(), Points(5)], bytes =>
            {
                var sums = new StepSums(StepGrid.Of(s_start.ToUnixTimeMilliseconds(), s_start.AddHours(12).ToUnixTimeMilliseconds(), 144, 300_000), bounds);
                using var points = new PackedPoints(sums, static _ => true, bounds);
                points.Add(HistoryResolution.FiveMinutes, new(s_fiveSlot, bytes), 0, long.MaxValue);
                sums.Finish();
            });
        }
    }

    [Fact]
    public void The_journal_and_its_marks()
    {
        Run([Block(1), Block(60)], static bytes =>
        {
            foreach (long format in (long[])[TelemetryBlock.Plain, TelemetryBlock.Checked, 7])
            {
                TelemetryBlock.ReadPart(bytes, format, 0, 1, []);
                TelemetryBlock.Read(bytes, format, "rig1", long.MinValue, long.MaxValue, 1_000, []);
                TelemetryBlock.Mark(bytes, format, new());
            }
        });
        var marks = new TelemetryMarks();
        for (int rig = 0; rig < 50; rig++) { marks.Raise($"rig{rig}", rig + 1); }
        Run([marks.Encode(), marks.Encode()[5..]], static bytes => new TelemetryMarks().TryDecode(bytes));
    }

    [Fact]
    public void Layouts_of_cards() => Run([Encoding.UTF8.GetBytes("0000:01:00.0\n\n0000:02:00.0")], static bytes =>
    {
        var layouts = new Dictionary<string, CardLayouts>();
        CardLayouts.Add(layouts, "rig", 5, Encoding.Latin1.GetString(bytes));
        for (int index = 0; index < 256; index++) { Assert.NotEmpty(layouts["rig"].NameOf(index, index)); }
    });

    [Fact]
    public void The_largest_chunk_in_the_fewest_bytes_stays_within_its_memory()
    {
        // Columns without a single value cost a few bits each.
        const int columns = HistoryChunk.MaxValues / HistoryChunk.MaxSamples;
        long[] times = [.. Enumerable.Range(0, HistoryChunk.MaxSamples).Select(i => s_start.ToUnixTimeMilliseconds() + i)], none = new long[times.Length];
        Array.Fill(none, SeriesColumn.Missing);
        byte[] payload = [.. new ChunkLabels().ToBytes(), .. ChunkCodec.Encode(new(times, [.. Enumerable.Range(0, columns).Select(i => new SeriesColumn(SeriesId.Of(i), none))]))];
        Assert.InRange(payload.Length, 1, 32_768);
        Bounded(() =>
        {
            try { RawChunk.Load(new(s_slot, payload)); }
            catch (InvalidDataException) { }
        });
        using var buffer = new ChunkBuffer();
        Bounded(() =>
        {
            try { RawSegment.Read(new(s_slot, payload), static _ => true, buffer); }
            catch (InvalidDataException) { }
        });
    }

    /// <summary>Anything but <see cref="InvalidDataException"/> is a failure.</summary>
    static void Run(IReadOnlyList<byte[]> seeds, Action<byte[]> read) => ParserFuzz.RunBytes([.. seeds, .. seeds.SelectMany(Damaged)], bytes => Bounded(() =>
    {
        try { read(bytes); }
        catch (InvalidDataException) { }
    }));

    static void Bounded(Action read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        read();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
    }

    /// <summary>Cut at many places, and with a bit turned over: nearer to good bytes than what is mixed.</summary>
    static IEnumerable<byte[]> Damaged(byte[] good)
    {
        for (int i = 0; i < 40; i++) { yield return good[..(good.Length * i / 40)]; }
        for (int i = 0; i < 200; i++)
        {
            byte[] turned = [.. good];
            turned[(int)((long)good.Length * i / 200)] ^= (byte)(1 << (i % 8));
            yield return turned;
        }
    }

    static byte[] Raw(int samples)
    {
        var chunk = new RawChunk();
        var values = new SampleValues();
        for (int i = 0; i < samples; i++)
        {
            values.Clear();
            new PlainFormat().Read(PlainFormat.Of($"CoreCelsius/0={60 + (i % 4)}; CoreCelsius/1={i % 90}; GpuPowerWatts/0={118.4 + i}; WorkHashrate@lolminer:ethash:1.98={45_000_000 + i}; WorkAccepted@lolminer:ethash:1.98={i / 3}; GpuAccepted/1@a:b#2={i}"), values);
            chunk.Add(new("rig", i + 1, s_start.AddSeconds(i * 3), default), values, CardLayouts.None);
        }
        return chunk.ToPayload();
    }

    static byte[] Points(int count = 60)
    {
        var segment = new HistorySegment([.. Enumerable.Range(0, count).Select(i => s_start.AddMinutes(i * 5).ToUnixTimeMilliseconds())], []);
        foreach (var label in (SeriesLabel[])[new(HistoryMetric.CoreCelsius, "0000:01:00.0"), new(HistoryMetric.PowerWatts), new(HistoryMetric.Hashrate, Algorithm: "kawpow"), new(HistoryMetric.WorkAccepted, Miner: "a", Algorithm: "b")])
        {
            double[] values = [.. Enumerable.Range(0, count).Select(i => i % 7 == 3 ? double.NaN : 60 + i)];
            segment.Series.Add(label, new(values, values, values, [.. values.Select(static _ => 10.0)]));
        }
        return RollupChunk.ToPayload(segment);
    }

    static byte[] Block(int samples) => TelemetryBlock.Encode((TelemetrySample[])[.. Enumerable.Range(1, samples).Select(i => new TelemetrySample($"rig{i % 5}", i, s_start.AddSeconds(i), PlainFormat.Of($"CoreCelsius/0={i}")))]);
}
