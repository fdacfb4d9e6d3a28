using System.Buffers.Binary;
using System.Text;

namespace BloxOs.Data.Telemetry;

/// <summary>The highest stored sequence of each rig. Not for several threads at once.</summary>
internal sealed class TelemetryMarks
{
    private readonly Dictionary<string, long> highest = new(StringComparer.Ordinal);

    /// <summary>That of a rig; 0 for none.</summary>
    public long Of(string rigId) => highest.GetValueOrDefault(rigId);

    /// <summary>Never lowers.</summary>
    public void Raise(string rigId, long sequence)
    {
        if (sequence > Of(rigId))
            highest[rigId] = sequence;
    }

    /// <summary>All of them: id (length byte, ASCII) and sequence (8 bytes, little-endian) behind each other.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[highest.Keys.Sum(id => 9 + id.Length)];
        var rest = bytes.AsSpan();
        foreach (var (id, sequence) in highest)
        {
            rest[0] = (byte)id.Length;
            Encoding.ASCII.GetBytes(id, rest[1..]);
            BinaryPrimitives.WriteInt64LittleEndian(rest[(1 + id.Length)..], sequence);
            rest = rest[(9 + id.Length)..];
        }
        return bytes;
    }

    /// <summary>Raises to what <see cref="Encode"/> wrote.</summary>
    public void Decode(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int id = bytes[0];
            Raise(Encoding.ASCII.GetString(bytes.Slice(1, id)), BinaryPrimitives.ReadInt64LittleEndian(bytes[(1 + id)..]));
            bytes = bytes[(9 + id)..];
        }
    }
}
