using BloxOs.Data.Telemetry;

namespace BloxOs.Data.Tests.Telemetry;

public sealed class TelemetryBlockTests
{
    static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_bit_that_turns_over_anywhere_costs_one_sample_and_is_never_taken_for_a_reading()
    {
        var random = new Random(5);
        TelemetrySample[] samples = [.. Enumerable.Range(1, 20).Select(i => Sample($"rig{i % 3}", i, random))];
        byte[] good = TelemetryBlock.Encode(samples);
        Assert.Equal((20, false), Count(good, out _));
        for (int bit = 0; bit < good.Length * 8; bit += 3)
        {
            byte[] turned = [.. good];
            turned[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal((19, true), Count(turned, out var read));
            foreach (var sample in read) { Same(samples[sample.Sequence - 1], sample); }
        }
    }

    [Fact]
    public void A_cut_or_overwritten_piece_costs_what_lies_in_it()
    {
        var random = new Random(7);
        TelemetrySample[] samples = [.. Enumerable.Range(1, 60).Select(i => Sample($"rig{i % 3}", i, random))];
        byte[] good = TelemetryBlock.Encode(samples);
        for (int round = 0; round < 200; round++)
        {
            int length = random.Next(1, 300), at = random.Next(good.Length - length);
            byte[] bad = round % 2 == 0 ? [.. good[..at], .. good[(at + length)..]] : [.. good];
            if (round % 2 == 1) { random.NextBytes(bad.AsSpan(at, length)); }
            var (count, damaged) = Count(bad, out var read);
            Assert.True(damaged);
            Assert.InRange(count, 60 - (length / 60) - 3, 59);
            foreach (var sample in read) { Same(samples[sample.Sequence - 1], sample); }
        }
    }

    [Fact]
    public void Blocks_of_versions_without_checksums_are_read()
    {
        // Id, sequence 7, time 1, three bytes.
        byte[] old = [3, .. "rig"u8, 7, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 8, 9, 10];
        var into = new List<TelemetrySample>();
        TelemetryBlock.Read([.. old, .. old], TelemetryBlock.Plain, "rig", 0, 10, 10, into);
        Assert.Equal(2, into.Count);
        Assert.Equal((7, 1), (into[0].Sequence, into[0].At.ToUnixTimeMilliseconds()));
        Assert.Equal([8, 9, 10], into[0].Payload.ToArray());
        var parts = new Dictionary<string, List<TelemetrySample>>();
        Assert.Equal((1, true), TelemetryBlock.ReadPart([.. old, .. old[..^1]], TelemetryBlock.Plain, 0, 1, parts));
    }

    [Fact]
    public void Marks_that_are_damaged_raise_nothing_and_old_ones_are_read()
    {
        var marks = new TelemetryMarks();
        marks.Raise("rig1", 1_000);
        marks.Raise("rig2", 77);
        byte[] bytes = marks.Encode();
        foreach (byte[] sound in (byte[][])[bytes, bytes[5..]])   // before this version the entries stood alone
        {
            var read = new TelemetryMarks();
            Assert.True(read.TryDecode(sound));
            Assert.Equal((1_000, 77, 0), (read.Of("rig1"), read.Of("rig2"), read.Of("rig3")));
        }
        for (int bit = 8; bit < bytes.Length * 8; bit++)
        {
            byte[] turned = [.. bytes];
            turned[bit / 8] ^= (byte)(1 << (bit % 8));
            var read = new TelemetryMarks();
            Assert.False(read.TryDecode(turned));
            Assert.Equal(0, read.Of("rig1") + read.Of("rig2"));
        }
    }

    static TelemetrySample Sample(string rig, long sequence, Random random)
    {
        byte[] payload = new byte[random.Next(40, 90)];
        random.NextBytes(payload);
        return new(rig, sequence, s_start.AddSeconds(sequence * 30), payload);
    }

    static (int Count, bool Damaged) Count(byte[] block, out List<TelemetrySample> samples)
    {
        var into = new Dictionary<string, List<TelemetrySample>>();
        var result = TelemetryBlock.ReadPart(block, TelemetryBlock.Checked, 0, 1, into);
        samples = [.. into.Values.SelectMany(static of => of)];
        return result;
    }

    static void Same(TelemetrySample expected, TelemetrySample actual)
    {
        Assert.Equal((expected.RigId, expected.Sequence, expected.At), (actual.RigId, actual.Sequence, actual.At));
        Assert.Equal(expected.Payload.ToArray(), actual.Payload.ToArray());
    }
}
