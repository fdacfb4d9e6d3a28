using System.IO.Compression;
using System.Text.Json;
using BloxOs.Protocol;

namespace BloxOs.Agent.Telemetry.Storage;

/// <summary>A sample as it is kept: its JSON, deflated, which makes it five to ten times shorter.</summary>
internal static class PackedSample
{
    /// <summary>Packs one; the sequence is left to whoever keeps it.</summary>
    public static byte[] Pack(Stats sample)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(deflate, sample with { Sequence = 0 }, ProtocolJson.Default.Stats);
        }
        return packed.ToArray();
    }

    /// <summary>Reads one back; null when it is none, or longer than a message may be.</summary>
    public static Stats? Unpack(byte[] packed, long sequence)
    {
        byte[] json = new byte[ProtocolLimits.MessageBytes];
        try
        {
            using var deflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
            int length = deflate.ReadAtLeast(json, json.Length, throwOnEndOfStream: false);
            return JsonSerializer.Deserialize(json.AsSpan(0, length), ProtocolJson.Default.Stats) is { } sample ? sample with { Sequence = sequence } : null;
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or NotSupportedException) { return null; }
    }
}
