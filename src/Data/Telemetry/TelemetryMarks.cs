using System.Buffers.Binary;
using System.Text;

namespace BloxOs.Data.Telemetry;

/// <summary>The highest stored sequence of each rig. Not for several threads at once.</summary>
internal sealed class TelemetryMarks
{
    /// <summary>No id has a length of 0: marks of a version without a checksum never begin so.</summary>
    private const int HeadBytes = 1 + 4;

    private readonly Dictionary<string, long> highest = new(StringComparer.Ordinal);

    /// <summary>That of a rig; 0 for none.</summary>
    public long Of(string rigId) => highest.GetValueOrDefault(rigId);

    /// <summary>Never lowers.</summary>
    public void Raise(string rigId, long sequence)
    {
        if (sequence > Of(rigId))
            highest[rigId] = sequence;
    }

    /// <summary>All of them: a zero byte and the CRC-32C of the rest (4 bytes), then id (length byte, ASCII) and sequence (8 bytes, little-endian) behind each other.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[HeadBytes + highest.Keys.Sum(id => 9 + id.Length)];
        var rest = bytes.AsSpan(HeadBytes);
        foreach (var (id, sequence) in highest)
        {
            rest[0] = (byte)id.Length;
            Encoding.ASCII.GetBytes(id, rest[1..]);
            BinaryPrimitives.WriteInt64LittleEndian(rest[(1 + id.Length)..], sequence);
            rest = rest[(9 + id.Length)..];
        }
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), Crc32C.Of(bytes.AsSpan(HeadBytes)));
        return bytes;
    }

    /// <summary>Raises to what <see cref="Encode"/> wrote, now or in a version that had no checksum.</summary>
    /// <returns>False when it is damaged: nothing is raised. A mark that is too high would have samples taken for stored that are not; one that is too low has them come again.</returns>
    public bool TryDecode(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty && bytes[0] == 0)
        {
            if (bytes.Length < HeadBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]) != Crc32C.Of(bytes[HeadBytes..])) { return false; }
            bytes = bytes[HeadBytes..];
        }
        var read = new List<(string Id, long Sequence)>();
        while (!bytes.IsEmpty)
        {
            int id = bytes[0];
            if (id == 0 || bytes.Length < 9 + id || bytes.Slice(1, id).ContainsAnyExceptInRange((byte)'!', (byte)'~')) { return false; }
            read.Add((Encoding.ASCII.GetString(bytes.Slice(1, id)), BinaryPrimitives.ReadInt64LittleEndian(bytes[(1 + id)..])));
            bytes = bytes[(9 + id)..];
        }
        foreach (var (id, sequence) in read) { Raise(id, sequence); }
        return true;
    }
}
