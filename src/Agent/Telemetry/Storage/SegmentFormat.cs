using System.Buffers.Binary;
using System.Numerics;

namespace BloxOs.Agent.Telemetry.Storage;

/// <summary>
/// The bytes of a segment. Head: magic, format, flags, number of the first sample, offset of the sequences, checksum. Then records: length,
/// checksum, kind, content. Little-endian. A record that was not written to its end has a wrong checksum, and nothing behind it counts.
/// </summary>
internal static class SegmentFormat
{
    /// <summary>Bytes of the head.</summary>
    public const int HeadBytes = 32;

    /// <summary>Bytes of a record before its content.</summary>
    public const int RecordHeadBytes = 9;

    /// <summary>Most bytes of a record's content.</summary>
    public const int MaximumContent = 64 * 1024;

    /// <summary>A packed sample.</summary>
    public const byte Sample = 1;

    /// <summary>The number up to which samples were handed to a connection, 8 bytes.</summary>
    public const byte Sent = 2;

    const uint Magic = 0x4753_5842;   // "BXSG"
    const ushort Format = 1, AgreedFlag = 1;

    /// <summary>A record, whole.</summary>
    public static byte[] Record(byte kind, ReadOnlySpan<byte> content)
    {
        byte[] record = new byte[RecordHeadBytes + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(record, content.Length);
        record[8] = kind;
        content.CopyTo(record.AsSpan(RecordHeadBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Checksum(record.AsSpan(8)));
        return record;
    }

    /// <summary>The record that says what was sent.</summary>
    public static byte[] SentRecord(long through)
    {
        Span<byte> content = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(content, through);
        return Record(Sent, content);
    }

    /// <summary>Bytes of the whole record at the start of <paramref name="bytes"/>; 0 when there is no whole and undamaged one.</summary>
    public static int RecordLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < RecordHeadBytes) { return 0; }
        int content = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (content is <= 0 or > MaximumContent || bytes.Length < RecordHeadBytes + content) { return 0; }
        int length = RecordHeadBytes + content;
        return Checksum(bytes[8..length]) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) ? length : 0;
    }

    /// <summary>The head of a segment.</summary>
    public static byte[] Head(long first, Numbering numbering)
    {
        byte[] head = new byte[HeadBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(4), Format);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(6), numbering.Agreed ? AgreedFlag : (ushort)0);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(8), first);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(16), numbering.Offset);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(24), Checksum(head.AsSpan(0, 24)));
        return head;
    }

    /// <summary>Reads a head; null when it is none of this format.</summary>
    public static (long First, Numbering Numbering)? ReadHead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic) { return null; }
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]) != Format || BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]) != Checksum(bytes[..24])) { return null; }
        long first = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        long offset = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        bool possible = first is > 0 and <= Outbox.HighestSequence && Math.Abs(offset) <= Outbox.HighestSequence;
        return possible ? (first, new(offset, (bytes[6] & AgreedFlag) != 0)) : null;
    }

    static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte b in bytes) { sum = BitOperations.Crc32C(sum, b); }
        return ~sum;
    }
}
