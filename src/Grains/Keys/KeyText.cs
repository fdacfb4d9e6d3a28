using System.Security.Cryptography;
using System.Text;
using BloxOs.Grains.Identity;

namespace BloxOs.Grains.Keys;

/// <summary>
/// The form of API keys <c>bxk_ID_SECRET_CHECK</c> and refresh tokens <c>bxt_ID_FAMILY_SECRET_CHECK</c>: a prefix that says what it is, parts
/// of 128 random bits each, and a check that tells a mistyped text from a wrong one without asking anybody. Only SHA-256 of it is stored.
/// </summary>
public static class KeyText
{
    /// <summary>Prefix of an API key.</summary>
    public const string ApiKeyPrefix = "bxk_";

    /// <summary>Prefix of a refresh token.</summary>
    public const string RefreshPrefix = "bxt_";

    const int CheckLength = 6;
    const int RefreshParts = 3;

    /// <summary>A fresh API key under this id. Show it once and forget it.</summary>
    public static string NewApiKey(string keyId) => SecretToken.New(ApiKeyPrefix, keyId);

    /// <summary>A fresh refresh token of this family, whose secret all its tokens share.</summary>
    public static string NewRefreshToken(string familyId, string familySecret) => Join(RefreshPrefix, [familyId, familySecret, OpaqueId.New()]);

    /// <summary>The id in an API key; null when it is none, or is mistyped. Says nothing about whether there is such a key.</summary>
    public static string? ApiKeyId(string text) => SecretToken.Parse(ApiKeyPrefix, text)?.Id;

    /// <summary>The id and the secret of the family in a refresh token; null when it is none, or is mistyped.</summary>
    public static (string FamilyId, string FamilySecret)? Refresh(string text) =>
        Parts(text, RefreshPrefix, RefreshParts) is { } parts ? (parts[0], parts[1]) : null;

    /// <summary>SHA-256 of a text, 32 bytes.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    static string Join(string prefix, string[] parts)
    {
        string body = prefix + string.Join('_', parts);
        return body + "_" + Check(body);
    }

    static string[]? Parts(string text, string prefix, int count)
    {
        if (text.Length != prefix.Length + (count * (OpaqueId.Length + 1)) + CheckLength || !text.StartsWith(prefix, StringComparison.Ordinal)) { return null; }
        string body = text[..^(CheckLength + 1)];
        string[] parts = body[prefix.Length..].Split('_');
        return parts.Length == count && parts.All(OpaqueId.IsValid) && text[body.Length..] == "_" + Check(body) ? parts : null;
    }

    static string Check(string body) => Convert.ToHexStringLower(HashOf(body).AsSpan(0, CheckLength / 2));
}
