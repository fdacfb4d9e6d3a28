using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace BloxOs.Grains.Identity;

/// <summary>
/// Ids of users, farms, rigs: 26 characters of lower-case base32 (<c>a-z2-7</c>) made of 128 random bits. They say nothing,
/// cannot be guessed and are never used again.
/// </summary>
public static class OpaqueId
{
    /// <summary>Characters in an id.</summary>
    public const int Length = 26;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int RandomBytes = 16;
    private const int BitsPerCharacter = 5;

    /// <summary>A fresh id from the system's random source.</summary>
    public static string New()
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        return Encode(random);
    }

    /// <summary>The id that always comes of this seed, which has to hold a secret: for what must be made once though it is asked for twice.</summary>
    public static string From(string seed) => Encode(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, RandomBytes));

    /// <summary>Whether the text has the form of an id; says nothing about whether something has it.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text)
    {
        if (text is not { Length: Length })
        {
            return false;
        }

        foreach (var character in text)
        {
            if (character is not ((>= 'a' and <= 'z') or (>= '2' and <= '7')))
            {
                return false;
            }
        }

        return true;
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[Length];
        var pending = 0;
        var pendingBits = 0;
        var next = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (pendingBits < BitsPerCharacter)
            {
                // Past the last byte the missing low bits are zero.
                pending = (pending << 8) | (next < bytes.Length ? bytes[next++] : 0);
                pendingBits += 8;
            }

            pendingBits -= BitsPerCharacter;
            text[at] = Alphabet[(pending >> pendingBits) & 31];
            pending &= (1 << pendingBits) - 1;
        }

        return new string(text);
    }
}
