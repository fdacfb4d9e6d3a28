using System.Text;
using System.Text.Json;
using BloxOs.Protocol;

namespace BloxOs.Agent.Commands;

/// <summary>The end of what a command printed, within the limit of the wire.</summary>
internal static class OutputEnd
{
    /// <summary>JSON writes a quote as six bytes: a message that is over the limit of the wire ends the connection, and would be sent again with every new one.</summary>
    const int MaximumEncodedBytes = 48 * 1024;

    /// <summary>The end, at most <see cref="ProtocolLimits.CommandOutputBytes"/> of UTF-8 and small enough as JSON, and whether something was cut; null for nothing.</summary>
    public static (string? Text, bool Cut) Of(string? text, int maximumBytes = ProtocolLimits.CommandOutputBytes)
    {
        if (string.IsNullOrEmpty(text)) { return (null, false); }
        var (end, cut) = Cut(text, maximumBytes);
        while (JsonEncodedText.Encode(end).EncodedUtf8Bytes.Length > MaximumEncodedBytes) { (end, cut) = (Cut(end, Encoding.UTF8.GetByteCount(end) * 3 / 4).Text, true); }
        return (end, cut);
    }

    static (string Text, bool Cut) Cut(string text, int maximumBytes)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= maximumBytes) { return (Encoding.UTF8.GetString(bytes), false); }
        int start = bytes.Length - maximumBytes;
        while (start < bytes.Length && (bytes[start] & 0xc0) == 0x80) { start++; }   // not in the middle of a character
        return (Encoding.UTF8.GetString(bytes, start, bytes.Length - start), true);
    }
}
