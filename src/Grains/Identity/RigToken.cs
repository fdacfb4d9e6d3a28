using System.Security.Cryptography;
using System.Text;

namespace BloxOs.Grains.Identity;

/// <summary>
/// The secret with which an agent proves that it speaks for a rig: <c>bxr_ID_SECRET_CHECK</c>. ID names the rig, SECRET is 128 random
/// bits, CHECK tells a mistyped token from a wrong one without asking anybody. Only the SHA-256 of the whole is stored.
/// </summary>
/// <param name="RigId">The rig that it speaks for.</param>
/// <param name="Hash">SHA-256 of the text, 32 bytes.</param>
public sealed record RigToken(string RigId, byte[] Hash)
{
    const string Prefix = "bxr_";
    const int CheckLength = 6;

    /// <summary>Characters in a token.</summary>
    public const int Length = 4 + OpaqueId.Length + 1 + OpaqueId.Length + 1 + CheckLength;

    /// <summary>A fresh token for this rig. Show it once and forget it.</summary>
    public static string New(string rigId) => Make(Prefix, rigId);

    /// <summary>A fresh secret of this shape.</summary>
    internal static string Make(string prefix, string id)
    {
        string body = prefix + id + "_" + OpaqueId.New();
        return body + "_" + Check(body);
    }

    /// <summary>Reads a token; null when it is not one, or is mistyped. Says nothing about whether a rig has it.</summary>
    public static RigToken? Parse(ReadOnlySpan<char> text) => Read(Prefix, text) is { } id ? new(id, HashOf(text)) : null;

    /// <summary>The id in a secret of this shape; null when it is none.</summary>
    internal static string? Read(string prefix, ReadOnlySpan<char> text)
    {
        if (text.Length != Length || !text.StartsWith(prefix, StringComparison.Ordinal)) { return null; }
        int idEnd = prefix.Length + OpaqueId.Length, bodyEnd = Length - CheckLength - 1;
        string id = text[prefix.Length..idEnd].ToString();
        if (!OpaqueId.IsValid(id) || text[idEnd] != '_' || text[bodyEnd] != '_') { return null; }
        if (!OpaqueId.IsValid(text[(idEnd + 1)..bodyEnd].ToString())) { return null; }
        return text[(bodyEnd + 1)..].SequenceEqual(Check(text[..bodyEnd])) ? id : null;
    }

    /// <summary>SHA-256 of a token's text.</summary>
    public static byte[] HashOf(ReadOnlySpan<char> text)
    {
        Span<byte> ascii = stackalloc byte[Length];
        return SHA256.HashData(ascii[..Encoding.ASCII.GetBytes(text, ascii)]);
    }

    static string Check(ReadOnlySpan<char> body) => Convert.ToHexStringLower(HashOf(body).AsSpan(0, CheckLength / 2));
}
