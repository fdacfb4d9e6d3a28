using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace BloxOs.Browser.Tests;

/// <summary>What an authenticator app shows: six digits of 30 seconds, after RFC 6238.</summary>
internal static class TimedCode
{
    const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const int Seconds = 30;

    /// <summary>The code of a time.</summary>
    /// <param name="seed">Base32; spaces are left out.</param>
    /// <param name="time">The time.</param>
    public static string At(string seed, DateTimeOffset time)
    {
        byte[] step = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(step, time.ToUnixTimeSeconds() / Seconds);
#pragma warning disable CA5350 // The standard says SHA-1.
        byte[] hash = HMACSHA1.HashData(Bytes(seed), step);
#pragma warning restore CA5350
        uint number = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & 0x7FFF_FFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    static byte[] Bytes(string seed)
    {
        string bits = string.Concat(seed.Where(char.IsAsciiLetterOrDigit).Select(static letter => Convert.ToString(Base32.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2))];
    }
}
