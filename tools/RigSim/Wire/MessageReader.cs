using System.Buffers.Binary;
using BloxOs.Protocol;

namespace BloxOs.RigSim.Wire;

/// <summary>Takes a server's bytes as they come and gives whole messages: joins fragments, lets control frames through in between.</summary>
/// <remarks>Not thread-safe. Holds 512 bytes while nothing big is under way.</remarks>
internal sealed class MessageReader
{
    const int SmallBuffer = 512;
    const int LongestHeader = 10;

    byte[] buffer = new byte[SmallBuffer];
    int start;
    int end;
    byte[]? fragments;
    int fragmentLength;
    byte fragmentOpcode;

    /// <summary>Where the next bytes go; call <see cref="Received"/> with how many came.</summary>
    public Memory<byte> Space()
    {
        if (start == end)
        {
            start = end = 0;
            if (buffer.Length > SmallBuffer) { buffer = new byte[SmallBuffer]; }
        }
        if (end == buffer.Length && start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length) { Array.Resize(ref buffer, buffer.Length * 2); }
        return buffer.AsMemory(end);
    }

    /// <summary>So many bytes were put into <see cref="Space"/>.</summary>
    public void Received(int count) => end += count;

    /// <summary>The next whole message; its bytes are valid until the next call of any method.</summary>
    /// <exception cref="WireException">The server breaks RFC 6455 or sends more than <see cref="ProtocolLimits.MessageBytes"/>.</exception>
    public bool TryRead(out byte opcode, out ReadOnlySpan<byte> payload)
    {
        while (TryReadFrame(out bool final, out opcode, out payload))
        {
            bool control = opcode >= Opcode.Close;
            if (control && (!final || payload.Length > 125)) { throw new WireException("fragmented or long control frame"); }
            if (control || (final && opcode is not Opcode.Continuation && fragments is null)) { return true; }
            if (!Join(final, opcode, payload)) { continue; }
            opcode = fragmentOpcode;
            payload = fragments.AsSpan(0, fragmentLength);
            fragments = null;
            return true;
        }
        return false;
    }

    bool Join(bool final, byte opcode, ReadOnlySpan<byte> payload)
    {
        if ((opcode is Opcode.Continuation) != (fragments is not null)) { throw new WireException("fragment out of order"); }
        if (fragments is null) { (fragments, fragmentLength, fragmentOpcode) = (new byte[Math.Max(payload.Length, 64)], 0, opcode); }
        if (fragmentLength + payload.Length > ProtocolLimits.MessageBytes) { throw new WireException("message over the limit"); }
        if (fragmentLength + payload.Length > fragments.Length)
        {
            Array.Resize(ref fragments, Math.Max(fragments.Length * 2, fragmentLength + payload.Length));
        }
        payload.CopyTo(fragments.AsSpan(fragmentLength));
        fragmentLength += payload.Length;
        return final;
    }

    bool TryReadFrame(out bool final, out byte opcode, out ReadOnlySpan<byte> payload)
    {
        (final, opcode) = (false, 0);
        payload = default;
        var bytes = buffer.AsSpan(start, end - start);
        if (bytes.Length < 2) { return false; }
        if ((bytes[0] & 0x70) != 0 || (bytes[1] & 0x80) != 0) { throw new WireException("reserved bits or mask in a server frame"); }
        int header = (bytes[1] & 0x7F) switch { 126 => 4, 127 => LongestHeader, _ => 2 };
        if (bytes.Length < header) { return false; }
        ulong length = header switch
        {
            2 => (ulong)(bytes[1] & 0x7F),
            4 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            _ => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
        };
        if (length > ProtocolLimits.MessageBytes) { throw new WireException("frame over the limit"); }
        if ((ulong)(bytes.Length - header) < length) { return false; }
        final = (bytes[0] & 0x80) != 0;
        opcode = (byte)(bytes[0] & 0x0F);
        payload = bytes.Slice(header, (int)length);
        start += header + (int)length;
        return true;
    }
}
