namespace BloxOs.Data.History;

/// <summary>Numbers of either sign as ones without: 0, -1, 1, -2 … become 0, 1, 2, 3 …</summary>
internal static class ZigZag
{
    public static ulong Code(long value) => ((ulong)value << 1) ^ (ulong)(value >> 63);

    public static long Decode(ulong code) => (long)(code >> 1) ^ -(long)(code & 1);
}
