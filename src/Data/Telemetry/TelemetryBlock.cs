using System.Buffers.Binary;
using System.Text;

namespace BloxOs.Data.Telemetry;

/// <summary>
/// Samples of many rigs behind each other, as one block of the embedded store: rig id (length byte, ASCII), sequence and time (8 bytes each,
/// little-endian, time in Unix milliseconds), payload (length in 4 bytes), CRC-32C of all of that (4 bytes). Written once and read by skipping.
/// </summary>
internal static class TelemetryBlock
{
    /// <summary>Format of a block: samples without checksums, which versions before this one wrote.</summary>
    public const long Plain = 0;

    /// <summary>Format of a block: each sample has its checksum behind it.</summary>
    public const long Checked = 1;

    /// <summary>Bytes of a sample beside its id and its payload.</summary>
    public const int FixedBytes = 1 + 8 + 8 + 4;

    /// <summary>Bytes of a checksum.</summary>
    public const int SumBytes = 4;

    /// <summary>Blocks stay below the size from which the runtime files an array among the large objects, which are rarely cleaned up.</summary>
    const int UsualBytes = 64 * 1024;

    /// <summary>As many samples from there on as make a block of the usual size; at least one.</summary>
    public static ArraySegment<TelemetrySample> Next(List<TelemetrySample> samples, int start)
    {
        int count = 0, length = 0;
        while (start + count < samples.Count && (length += Length(samples[start + count])) <= UsualBytes) { count++; }
        return new([.. samples.Slice(start, Math.Max(1, count))]);
    }

    /// <summary>These samples as one block of the format <see cref="Checked"/>.</summary>
    public static byte[] Encode(ArraySegment<TelemetrySample> samples)
    {
        byte[] block = new byte[samples.Sum(s => Length(s))];
        var rest = block.AsSpan();
        foreach (var sample in samples) { rest = rest[Write(rest, sample)..]; }
        return block;
    }

    /// <summary>Adds the samples of one rig with a time in [from, to), in the order in which they were written, until there are so many. Damaged ones are passed over.</summary>
    public static void Read(ReadOnlySpan<byte> block, long format, string rigId, long from, long to, int limit, List<TelemetrySample> into)
    {
        Span<byte> wanted = stackalloc byte[TelemetryInput.MaxRigIdLength];
        wanted = wanted[..Encoding.ASCII.GetBytes(rigId, wanted)];
        var reader = new TelemetryBlockReader(block, format);
        while (into.Count < limit && reader.Next())
        {
            if (reader.At >= from && reader.At < to && reader.Rig.SequenceEqual(wanted)) { into.Add(reader.Sample(rigId)); }
        }
    }

    /// <summary>Adds the samples of those rigs that fall into a part of all rigs, in the order in which they were written. Damaged ones are passed over.</summary>
    /// <returns>Samples of all rigs that could be read, and whether any bytes were none.</returns>
    public static (int Count, bool Damaged) ReadPart(ReadOnlySpan<byte> block, long format, int part, int parts, Dictionary<string, List<TelemetrySample>> into)
    {
        var reader = new TelemetryBlockReader(block, format);
        int count = 0;
        for (; reader.Next(); count++)
        {
            if (PartOf(reader.Rig, parts) != part) { continue; }
            string id = Encoding.ASCII.GetString(reader.Rig);
            if (!into.TryGetValue(id, out var samples)) { into.Add(id, samples = []); }
            samples.Add(reader.Sample(id));
        }
        return (count, reader.IsDamaged);
    }

    /// <summary>Raises the marks to the sequences of the block, as far as it can be read.</summary>
    public static void Mark(ReadOnlySpan<byte> block, long format, TelemetryMarks marks)
    {
        var reader = new TelemetryBlockReader(block, format);
        while (reader.Next()) { marks.Raise(Encoding.ASCII.GetString(reader.Rig), reader.Sequence); }
    }

    /// <summary>Bytes of a sample in a block.</summary>
    public static int Length(in TelemetrySample sample) => FixedBytes + sample.RigId.Length + sample.Payload.Length + SumBytes;

    static int PartOf(ReadOnlySpan<byte> rig, int parts)
    {
        uint hash = 2166136261;
        foreach (byte character in rig) { hash = (hash ^ character) * 16777619; }
        return (int)(hash % (uint)parts);
    }

    static int Write(Span<byte> into, in TelemetrySample sample)
    {
        int id = sample.RigId.Length, length = FixedBytes + id + sample.Payload.Length;
        into[0] = (byte)id;
        Encoding.ASCII.GetBytes(sample.RigId, into[1..]);
        BinaryPrimitives.WriteInt64LittleEndian(into[(1 + id)..], sample.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(into[(9 + id)..], sample.At.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt32LittleEndian(into[(17 + id)..], sample.Payload.Length);
        sample.Payload.Span.CopyTo(into[(FixedBytes + id)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(into[length..], Crc32C.Of(into[..length]));
        return length + SumBytes;
    }
}
