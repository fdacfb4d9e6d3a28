namespace BloxOs.Grains.Identity;

/// <summary>
/// A secret that opens a farm once or a few times: an invitation <c>bxi_FARM_SECRET_CHECK</c> for a person, an enrollment code
/// <c>bxe_FARM_SECRET_CHECK</c> for a rig. Each is a <see cref="SecretToken"/>.
/// </summary>
/// <param name="FarmId">The farm that it opens.</param>
/// <param name="Hash">SHA-256 of the text, 32 bytes.</param>
public sealed record FarmSecret(string FarmId, byte[] Hash)
{
    /// <summary>First characters of an invitation.</summary>
    public const string Invite = "bxi_";

    /// <summary>First characters of an enrollment code.</summary>
    public const string Enrollment = "bxe_";

    /// <summary>A fresh secret. Show it once and forget it.</summary>
    public static string New(string prefix, string farmId) => SecretToken.New(prefix, farmId);

    /// <summary>Reads a secret of that kind; null when it is not one, or is mistyped. Says nothing about whether a farm has it.</summary>
    public static FarmSecret? Parse(string prefix, ReadOnlySpan<char> text) => SecretToken.Parse(prefix, text) is { } token ? new(token.Id, token.Hash) : null;
}
