namespace BloxOs.Grains.Identity;

/// <summary>The secret with which an agent proves that it speaks for a rig: a <see cref="SecretToken"/> with <c>bxr_</c>.</summary>
/// <param name="RigId">The rig that it speaks for.</param>
/// <param name="Hash">SHA-256 of the text, 32 bytes.</param>
public sealed record RigToken(string RigId, byte[] Hash)
{
    const string Prefix = "bxr_";

    /// <summary>Characters in a token.</summary>
    public const int Length = SecretToken.Length;

    /// <summary>A fresh token for this rig. Show it once and forget it.</summary>
    public static string New(string rigId) => SecretToken.New(Prefix, rigId);

    /// <summary>Reads a token; null when it is not one, or is mistyped. Says nothing about whether a rig has it.</summary>
    public static RigToken? Parse(ReadOnlySpan<char> text) => SecretToken.Parse(Prefix, text) is { } token ? new(token.Id, token.Hash) : null;

    /// <summary>SHA-256 of a token's text.</summary>
    public static byte[] HashOf(ReadOnlySpan<char> text) => SecretToken.HashOf(text);
}
