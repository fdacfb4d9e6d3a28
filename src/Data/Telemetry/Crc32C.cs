using System.Buffers.Binary;
using System.Numerics;

namespace BloxOs.Data.Telemetry;

/// <summary>CRC-32C (Castagnoli), which processors have an instruction for.</summary>
internal static class Crc32C
{
    /// <summary>Where a sum begins.</summary>
    public const uint Start = uint.MaxValue;

    /// <summary>The sum of these bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Add(Start, bytes);

    /// <summary>A sum goes on over more bytes; the complement of the last one is the checksum.</summary>
    public static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..]) { sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes)); }
        foreach (byte one in bytes) { sum = BitOperations.Crc32C(sum, one); }
        return sum;
    }
}
