using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace BloxOs.RigSim.Wire;

/// <summary>Builds masked client frames (RFC 6455 §5.2), each final and unfragmented.</summary>
internal static class ClientFrame
{
    /// <summary>The bytes of one frame.</summary>
    /// <param name="opcode">One of <see cref="Opcode"/>.</param>
    /// <param name="payload">What it carries.</param>
    /// <param name="mask">Masking key.</param>
    public static byte[] Build(byte opcode, ReadOnlySpan<byte> payload, uint mask)
    {
        int header = payload.Length < 126 ? 6 : payload.Length <= ushort.MaxValue ? 8 : 14;
        byte[] frame = GC.AllocateUninitializedArray<byte>(header + payload.Length);
        frame[0] = (byte)(0x80 | opcode);
        if (header == 6) { frame[1] = (byte)(0x80 | payload.Length); }
        else if (header == 8)
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        }
        else
        {
            frame[1] = 0x80 | 127;
            BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
        }
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(header - 4), mask);
        Mask(payload, frame.AsSpan(header), mask);
        return frame;
    }

    static void Mask(ReadOnlySpan<byte> from, Span<byte> to, uint mask)
    {
        int wide = from.Length & ~7;
        ulong mask64 = mask | ((ulong)mask << 32);
        var source = MemoryMarshal.Cast<byte, ulong>(from[..wide]);
        var target = MemoryMarshal.Cast<byte, ulong>(to[..wide]);
        for (int i = 0; i < source.Length; i++) { target[i] = source[i] ^ mask64; }
        for (int i = wide; i < from.Length; i++) { to[i] = (byte)(from[i] ^ (byte)(mask >> (8 * (i & 3)))); }
    }
}

/// <summary>Frame types of RFC 6455.</summary>
internal static class Opcode
{
    public const byte Continuation = 0;
    public const byte Text = 1;
    public const byte Binary = 2;
    public const byte Close = 8;
    public const byte Ping = 9;
    public const byte Pong = 10;
}
