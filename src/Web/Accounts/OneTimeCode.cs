using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace BloxOs.Web.Accounts;

/// <summary>One-time codes as authenticator apps make them: RFC 6238 with SHA-1, 30 s and six digits.</summary>
internal static class OneTimeCode
{
    const int Digits = 6;
    const int Modulus = 1_000_000;
    const int MaxTyped = 32;
    const int StepSeconds = 30;
    const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const int BitsPerCharacter = 5;

    /// <summary>The time step in which the code was made: this one, the one before or the next, as clocks differ; null when in none of them.</summary>
    /// <param name="seed">Base32.</param>
    /// <param name="typed">As typed: spaces, dashes and digits of any script.</param>
    /// <param name="now">The time here.</param>
    public static long? FindStep(string seed, string typed, DateTimeOffset now)
    {
        if (Normalise(typed) is not { } code || Decode(seed) is not { } key) { return null; }
        var present = now.ToUnixTimeSeconds() / StepSeconds;
        long? found = null;
        for (var step = present - 1; step <= present + 1; step++)
        {
            if (At(key, step) == code) { found = step; }
        }
        return found;
    }

    /// <summary>The code of a time, for whoever has the seed.</summary>
    public static string At(string seed, DateTimeOffset time) =>
        At(Decode(seed) ?? throw new FormatException("This is no base32."), time.ToUnixTimeSeconds() / StepSeconds).ToString("D6", CultureInfo.InvariantCulture);

    static int At(byte[] key, long step)
    {
        Span<byte> message = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(message, step);
#pragma warning disable CA5350 // The standard says SHA-1; as a keyed hash it holds.
        var hash = HMACSHA1.HashData(key, message);
#pragma warning restore CA5350
        var at = hash[^1] & 0xF;
        return (int)((BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(at)) & 0x7FFF_FFFF) % Modulus);
    }

    static int? Normalise(string typed)
    {
        if (typed.Length > MaxTyped) { return null; }
        var (number, digits) = (0, 0);
        foreach (var one in typed.Where(static one => !char.IsWhiteSpace(one) && one != '-'))
        {
            var digit = CharUnicodeInfo.GetDecimalDigitValue(one);
            if (digit < 0 || ++digits > Digits) { return null; }
            number = (number * 10) + digit;
        }
        return digits == Digits ? number : null;
    }

    static byte[]? Decode(string base32)
    {
        var bytes = new List<byte>();
        var (pending, bits) = (0, 0);
        foreach (var one in base32.TrimEnd('='))
        {
            var value = Base32.IndexOf(one, StringComparison.Ordinal);
            if (value < 0) { return null; }
            pending = (pending << BitsPerCharacter) | value;
            bits += BitsPerCharacter;
            if (bits < 8) { continue; }
            bits -= 8;
            bytes.Add((byte)(pending >> bits));
            pending &= (1 << bits) - 1;
        }
        return [.. bytes];
    }
}
