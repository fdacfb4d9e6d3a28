using System.Security.Cryptography;
using System.Text;

namespace BloxOs.Grains.Identity;

/// <summary>
/// A secret that is shown once: <c>PREFIX_ID_SECRET_CHECK</c>. PREFIX tells what it is for (<c>bxr</c>, <c>bxl</c>, …), ID names what it belongs
/// to, SECRET is 128 random bits, CHECK tells a mistyped token from a wrong one without asking anybody. Only the SHA-256 of the whole is stored.
/// </summary>
/// <param name="Id">An <see cref="OpaqueId"/>.</param>
/// <param name="Hash">SHA-256 of the text, 32 bytes.</param>
public sealed record SecretToken(string Id, byte[] Hash)
{
    const int CheckLength = 6;
    const int PrefixLength = 4;

    /// <summary>Characters in a token.</summary>
    public const int Length = PrefixLength + OpaqueId.Length + 1 + OpaqueId.Length + 1 + CheckLength;

    /// <summary>A fresh token. Show it once and forget it.</summary>
    /// <param name="prefix">Three characters and <c>_</c>.</param>
    /// <param name="id">What it belongs to.</param>
    public static string New(string prefix, string id)
    {
        string body = prefix + id + "_" + OpaqueId.New();
        return body + "_" + Check(body);
    }

    /// <summary>Reads a token; null when it is not one with this prefix, or is mistyped. Says nothing about whether it is good.</summary>
    public static SecretToken? Parse(string prefix, ReadOnlySpan<char> text)
    {
        if (text.Length != Length || !text.StartsWith(prefix, StringComparison.Ordinal)) { return null; }
        int idEnd = PrefixLength + OpaqueId.Length, bodyEnd = Length - CheckLength - 1;
        string id = text[PrefixLength..idEnd].ToString();
        if (!OpaqueId.IsValid(id) || text[idEnd] != '_' || text[bodyEnd] != '_') { return null; }
        if (!OpaqueId.IsValid(text[(idEnd + 1)..bodyEnd].ToString())) { return null; }
        return text[(bodyEnd + 1)..].SequenceEqual(Check(text[..bodyEnd])) ? new(id, HashOf(text)) : null;
    }

    /// <summary>SHA-256 of a token's text.</summary>
    public static byte[] HashOf(ReadOnlySpan<char> text)
    {
        Span<byte> ascii = stackalloc byte[Length];
        return SHA256.HashData(ascii[..Encoding.ASCII.GetBytes(text, ascii)]);
    }

    /// <summary>Whether a token is the one with this stored hash, in the same time whatever differs.</summary>
    public bool Is(byte[]? storedHash) => storedHash is not null && CryptographicOperations.FixedTimeEquals(Hash, storedHash);

    static string Check(ReadOnlySpan<char> body) => Convert.ToHexStringLower(HashOf(body).AsSpan(0, CheckLength / 2));
}
