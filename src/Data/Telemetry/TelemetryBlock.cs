using System.Buffers.Binary;
using System.Text;

namespace BloxOs.Data.Telemetry;

/// <summary>
/// Samples of many rigs behind each other, as one batch of the embedded store: rig id (length byte, ASCII), sequence and time (8 bytes each,
/// little-endian, time in Unix milliseconds), payload (length in 4 bytes). Written once and read by skipping.
/// </summary>
internal static class TelemetryBlock
{
    const int FixedBytes = 1 + 8 + 8 + 4;

    /// <summary>All samples as one block.</summary>
    public static byte[] Encode(IReadOnlyList<TelemetrySample> samples)
    {
        var length = 0;
        for (var i = 0; i < samples.Count; i++)
            length += FixedBytes + samples[i].RigId.Length + samples[i].Payload.Length;
        var block = new byte[length];
        var rest = block.AsSpan();
        for (var i = 0; i < samples.Count; i++)
            rest = rest[Write(rest, samples[i])..];
        return block;
    }

    /// <summary>Adds the samples of one rig with a time in [from, to), in the order in which they were written, until there are so many.</summary>
    /// <exception cref="InvalidDataException">The block is damaged.</exception>
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

    /// <summary>Raises the marks to the sequences of the block.</summary>
    public static void Mark(ReadOnlySpan<byte> block, TelemetryMarks marks)
    {
        while (Next(ref block, out var rig, out var sequence, out _, out _))
            marks.Raise(Encoding.ASCII.GetString(rig), sequence);
    }

    private static int Write(Span<byte> into, in TelemetrySample sample)
    {
        var id = sample.RigId.Length;
        into[0] = (byte)id;
        Encoding.ASCII.GetBytes(sample.RigId, into[1..]);
        BinaryPrimitives.WriteInt64LittleEndian(into[(1 + id)..], sample.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(into[(9 + id)..], sample.At.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt32LittleEndian(into[(17 + id)..], sample.Payload.Length);
        sample.Payload.Span.CopyTo(into[(FixedBytes + id)..]);
        return FixedBytes + id + sample.Payload.Length;
    }

    private static bool Next(
        ref ReadOnlySpan<byte> block, out ReadOnlySpan<byte> rig, out long sequence, out long at, out ReadOnlySpan<byte> payload)
    {
        rig = payload = default;
        sequence = at = 0;
        if (block.IsEmpty)
            return false;
        int id = block[0];
        if (block.Length < FixedBytes + id)
            throw new InvalidDataException("A batch of samples is cut.");
        rig = block.Slice(1, id);
        sequence = BinaryPrimitives.ReadInt64LittleEndian(block[(1 + id)..]);
        at = BinaryPrimitives.ReadInt64LittleEndian(block[(9 + id)..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(block[(17 + id)..]);
        if (length < 0 || length > block.Length - FixedBytes - id)
            throw new InvalidDataException("A batch of samples is cut.");
        payload = block.Slice(FixedBytes + id, length);
        block = block[(FixedBytes + id + length)..];
        return true;
    }
}
