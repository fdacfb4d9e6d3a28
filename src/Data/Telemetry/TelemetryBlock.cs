using System.Buffers.Binary;
using System.Text;

namespace BloxOs.Data.Telemetry;

/// <summary>
/// Samples of many rigs behind each other, as one block of the embedded store: rig id (length byte, ASCII), sequence and time (8 bytes each,
/// little-endian, time in Unix milliseconds), payload (length in 4 bytes). Written once and read by skipping.
/// </summary>
internal static class TelemetryBlock
{
    const int FixedBytes = 1 + 8 + 8 + 4;

    /// <summary>The years 1 to 9999, Unix milliseconds.</summary>
    const long FirstTime = -62_135_596_800_000, LastTime = 253_402_300_799_999;

    /// <summary>Blocks stay below the size from which the runtime files an array among the large objects, which are rarely cleaned up.</summary>
    const int UsualBytes = 64 * 1024;

    /// <summary>As many samples from there on as make a block of the usual size; at least one.</summary>
    public static ArraySegment<TelemetrySample> Next(List<TelemetrySample> samples, int start)
    {
        int count = 0, length = 0;
        while (start + count < samples.Count && (length += Length(samples[start + count])) <= UsualBytes)
            count++;
        return new([.. samples.Slice(start, Math.Max(1, count))]);
    }

    /// <summary>These samples as one block.</summary>
    public static byte[] Encode(ArraySegment<TelemetrySample> samples)
    {
        var block = new byte[samples.Sum(s => Length(s))];
        var rest = block.AsSpan();
        foreach (var sample in samples)
            rest = rest[Write(rest, sample)..];
        return block;
    }

    /// <summary>Adds the samples of one rig with a time in [from, to), in the order in which they were written, until there are so many or the block is damaged.</summary>
    public static void Read(ReadOnlySpan<byte> block, string rigId, long from, long to, int limit, List<TelemetrySample> into)
    {
        Span<byte> wanted = stackalloc byte[TelemetryInput.MaxRigIdLength];
        wanted = wanted[..Encoding.ASCII.GetBytes(rigId, wanted)];
        while (into.Count < limit && Next(ref block, out var rig, out var sequence, out var at, out var payload))
        {
            if (at >= from && at < to && rig.SequenceEqual(wanted))
                into.Add(new(rigId, sequence, DateTimeOffset.FromUnixTimeMilliseconds(at), payload.ToArray()));
        }
    }

    /// <summary>Adds the samples of those rigs that fall into a part of all rigs, in the order in which they were written.</summary>
    /// <returns>Whether the block could be read to its end; what stands before the damage is added.</returns>
    public static bool ReadPart(ReadOnlySpan<byte> block, int part, int parts, Dictionary<string, List<TelemetrySample>> into)
    {
        while (Next(ref block, out var rig, out var sequence, out var at, out var payload))
        {
            if (PartOf(rig, parts) != part)
                continue;
            var id = Encoding.ASCII.GetString(rig);
            if (!into.TryGetValue(id, out var samples))
                into.Add(id, samples = []);
            samples.Add(new(id, sequence, DateTimeOffset.FromUnixTimeMilliseconds(at), payload.ToArray()));
        }
        return block.IsEmpty;
    }

    private static int PartOf(ReadOnlySpan<byte> rig, int parts)
    {
        uint hash = 2166136261;
        foreach (var character in rig)
            hash = (hash ^ character) * 16777619;
        return (int)(hash % (uint)parts);
    }

    /// <summary>Raises the marks to the sequences of the block, as far as it can be read.</summary>
    public static void Mark(ReadOnlySpan<byte> block, TelemetryMarks marks)
    {
        while (Next(ref block, out var rig, out var sequence, out _, out _))
            marks.Raise(Encoding.ASCII.GetString(rig), sequence);
    }

    /// <summary>Bytes of a sample in a block; the last ones are its payload.</summary>
    public static int Length(in TelemetrySample sample) => FixedBytes + sample.RigId.Length + sample.Payload.Length;

    private static int Write(Span<byte> into, in TelemetrySample sample)
    {
        var id = sample.RigId.Length;
        into[0] = (byte)id;
        Encoding.ASCII.GetBytes(sample.RigId, into[1..]);
        BinaryPrimitives.WriteInt64LittleEndian(into[(1 + id)..], sample.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(into[(9 + id)..], sample.At.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt32LittleEndian(into[(17 + id)..], sample.Payload.Length);
        sample.Payload.Span.CopyTo(into[(FixedBytes + id)..]);
        return Length(sample);
    }

    /// <summary>False at the end, and where the bytes are no sample: <paramref name="block"/> is not empty then.</summary>
    private static bool Next(
        ref ReadOnlySpan<byte> block, out ReadOnlySpan<byte> rig, out long sequence, out long at, out ReadOnlySpan<byte> payload)
    {
        rig = payload = default;
        sequence = at = 0;
        if (block.IsEmpty)
            return false;
        int id = block[0];
        if (block.Length < FixedBytes + id)
            return false;
        rig = block.Slice(1, id);
        sequence = BinaryPrimitives.ReadInt64LittleEndian(block[(1 + id)..]);
        at = BinaryPrimitives.ReadInt64LittleEndian(block[(9 + id)..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(block[(17 + id)..]);
        if (length < 0 || length > block.Length - FixedBytes - id || at is < FirstTime or > LastTime || sequence < 1 || rig.IsEmpty || rig.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            return false;
        payload = block.Slice(FixedBytes + id, length);
        block = block[(FixedBytes + id + length)..];
        return true;
    }
}
