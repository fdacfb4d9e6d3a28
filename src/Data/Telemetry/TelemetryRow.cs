using System.Buffers.Binary;
using System.Data.Common;
using System.Text;

namespace BloxOs.Data.Telemetry;

/// <summary>A sample as a row of PostgreSQL: rig, sequence, time, payload and checksum.</summary>
internal static class TelemetryRow
{
    /// <summary>The sample of the row; null when it is damaged. Rows of versions before this one have no checksum, and are taken as they are.</summary>
    public static TelemetrySample? Read(DbDataReader row)
    {
        string rig = row.GetString(0);
        long sequence = row.GetInt64(1), at = row.GetInt64(2);
        byte[] payload = row.GetFieldValue<byte[]>(3);
        if (!TelemetryInput.IsTime(at) || (!row.IsDBNull(4) && row.GetInt32(4) != Checksum(rig, sequence, at, payload))) { return null; }
        return new(rig, sequence, DateTimeOffset.FromUnixTimeMilliseconds(at), payload);
    }

    /// <summary>CRC-32C of all of it.</summary>
    public static int Checksum(string rig, long sequence, long at, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[16 + TelemetryInput.MaxRigIdLength];
        BinaryPrimitives.WriteInt64LittleEndian(head, sequence);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], at);
        int id = Encoding.ASCII.GetBytes(rig.AsSpan(0, Math.Min(rig.Length, TelemetryInput.MaxRigIdLength)), head[16..]);
        return (int)~Crc32C.Add(Crc32C.Add(Crc32C.Start, head[..(16 + id)]), payload);
    }
}
