using System.Security.Cryptography;

namespace BloxOs.Grains.Rigs;

/// <summary>Which tokens speak for a rig: the current one, and for a while the one that is to follow it.</summary>
internal static class RigTokens
{
    /// <summary>How long a new token waits for the agent to show it, while the old one stays good.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>Whether this is the current token.</summary>
    public static bool IsCurrent(RigState rig, byte[] hash) => CryptographicOperations.FixedTimeEquals(rig.TokenHash, hash);

    /// <summary>Whether this is the token that follows it, and not too late.</summary>
    public static bool IsNext(RigState rig, byte[] hash, DateTimeOffset now) =>
        rig.NextTokenHash is { } next && CryptographicOperations.FixedTimeEquals(next, hash) && now < rig.NextTokenUntil;

    /// <summary>The agent has shown the next token: the one before is dead.</summary>
    public static void Promote(RigState rig) => Replace(rig, rig.NextTokenHash!);

    /// <summary>Only this token is good.</summary>
    public static void Replace(RigState rig, byte[] hash) => (rig.TokenHash, rig.NextTokenHash, rig.NextTokenUntil) = (hash, null, null);

    /// <summary>This token takes over when it is shown; until then the current one stays.</summary>
    public static void Follow(RigState rig, byte[] hash, DateTimeOffset now) => (rig.NextTokenHash, rig.NextTokenUntil) = (hash, now + Overlap);
}
