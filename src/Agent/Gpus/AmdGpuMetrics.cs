using System.Buffers.Binary;

namespace BloxOs.Agent.Gpus;

/// <summary>Why an AMD card is slowed, from the binary table <c>gpu_metrics</c>: the one place where its driver tells.</summary>
internal static class AmdGpuMetrics
{
    /// <summary>More than any version has.</summary>
    public const int MaximumBytes = 4096;

    // Format 1 is that of cards; from its third content on the reasons are the same bits for every chip.
    const int FormatOfCards = 1, FirstWithReasons = 3, LastWithReasons = 3, ReasonsAt = 112;

    const ulong Power = 0x0000_0000_00FF_00FF, Heat = 0x0000_3FFF_0000_0000, Hardware = 0x0000_C000_0000_0000;

    /// <summary>The sum of the wire; null when the table is absent or of a kind that does not tell.</summary>
    public static int? Read(ReadOnlySpan<byte> table)
    {
        if (table.Length < ReasonsAt + 8 || BinaryPrimitives.ReadUInt16LittleEndian(table) < ReasonsAt + 8) { return null; }
        if (table[2] != FormatOfCards || table[3] is < FirstWithReasons or > LastWithReasons) { return null; }
        ulong reasons = BinaryPrimitives.ReadUInt64LittleEndian(table[ReasonsAt..]);
        // All ones is how firmware that does not fill it in leaves it.
        if (reasons == ulong.MaxValue) { return null; }
        return ((reasons & Power) != 0 ? 4 : 0) | ((reasons & Heat) != 0 ? 32 : 0) | ((reasons & Hardware) != 0 ? 64 : 0);
    }
}
