using System.Text;
using BloxOs.Protocol;

namespace BloxOs.Agent.Commands;

/// <summary>The end of what a command printed, within the limit of the wire.</summary>
internal static class OutputEnd
{
    /// <summary>The end, at most <see cref="ProtocolLimits.CommandOutputBytes"/> of UTF-8, and whether something was cut; null for nothing.</summary>
    public static (string? Text, bool Cut) Of(string? text, int maximumBytes = ProtocolLimits.CommandOutputBytes)
    {
        if (string.IsNullOrEmpty(text)) { return (null, false); }
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= maximumBytes) { return (Encoding.UTF8.GetString(bytes), false); }
        int start = bytes.Length - maximumBytes;
        while (start < bytes.Length && (bytes[start] & 0xc0) == 0x80) { start++; }   // not in the middle of a character
        return (Encoding.UTF8.GetString(bytes, start, bytes.Length - start), true);
    }
}
