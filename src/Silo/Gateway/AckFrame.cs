using System.Buffers.Text;

namespace BloxOs.Silo.Gateway;

/// <summary>Writes an acknowledgement as <see cref="Protocol.Ack"/> would be serialized, without making an object.</summary>
internal static class AckFrame
{
    /// <summary>Longest frame, bytes.</summary>
    public const int MaxLength = 80;

    /// <summary>Writes it; negative numbers are left out.</summary>
    /// <returns>Its length; 0 when there is nothing to say.</returns>
    public static int Write(Span<byte> into, long stored, long heartbeat)
    {
        if (stored < 0 && heartbeat < 0) { return 0; }
        int at = Put(into, 0, "{\"type\":\"ack\""u8);
        if (stored >= 0) { at = Put(into, Put(into, at, ",\"stored\":"u8), stored); }
        if (heartbeat >= 0) { at = Put(into, Put(into, at, ",\"heartbeat\":"u8), heartbeat); }
        return Put(into, at, "}"u8);
    }

    static int Put(Span<byte> into, int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(into[at..]);
        return at + text.Length;
    }

    static int Put(Span<byte> into, int at, long number)
    {
        Utf8Formatter.TryFormat(number, into[at..], out int written);
        return at + written;
    }
}
