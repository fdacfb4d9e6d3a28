using System.Collections.Immutable;
using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Rigs;

/// <summary>Makes a rig exist.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-creation")]
public sealed record RigCreation([property: Id(0)] string FarmId, [property: Id(1)] string Name, [property: Id(2)] byte[] TokenHash);

/// <summary>One connection of an agent, named so that an older one never speaks for a newer.</summary>
/// <param name="Silo">The silo that holds the socket.</param>
/// <param name="Number">Unique within that silo's process, ascending.</param>
[GenerateSerializer, Immutable, Alias("bloxos.rig-session")]
public readonly record struct RigSession([property: Id(0)] SiloAddress Silo, [property: Id(1)] long Number);

/// <summary>Why a token is or is not good.</summary>
[GenerateSerializer, Alias("bloxos.rig-authentication")]
public enum RigAuthentication
{
    /// <summary>The token is the rig's.</summary>
    Accepted,

    /// <summary>No such rig, or another token.</summary>
    Unknown,
}

/// <summary>Why a connection does not speak for the rig.</summary>
[GenerateSerializer, Alias("bloxos.rig-refusal")]
public enum RigRefusal
{
    /// <summary>It does.</summary>
    None,

    /// <summary>A newer connection does.</summary>
    Replaced,

    /// <summary>Its token is not good any more, or the rig was deleted.</summary>
    Revoked,

    /// <summary>Another machine with the same token does: a copied disk.</summary>
    Clone,
}

/// <summary>Answer to an attach.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-attachment")]
public sealed record RigAttachment([property: Id(0)] RigRefusal Refusal, [property: Id(1)] string RigName, [property: Id(2)] string FarmId)
{
    /// <summary>The connection speaks for the rig from now on.</summary>
    public bool Attached => Refusal == RigRefusal.None;
}

/// <summary>What people set of a rig.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Tags">By <see cref="RigTags.Check"/>.</param>
/// <param name="Version">The version that was read; a save of an older one is refused.</param>
[GenerateSerializer, Immutable, Alias("bloxos.rig-settings")]
public sealed record RigSettings([property: Id(0)] string Name, [property: Id(1)] ImmutableArray<string> Tags, [property: Id(2)] long Version);

/// <summary>When an old token ends.</summary>
[GenerateSerializer, Alias("bloxos.rig-token-end")]
public enum RigTokenEnd
{
    /// <summary>As soon as the agent shows the new one, which waits for 24 hours; until then the old one stays good.</summary>
    WhenConfirmed,

    /// <summary>At once, and the connection with it.</summary>
    Now,
}

/// <summary>A new token, shown this once.</summary>
/// <param name="Outcome">Done or NotFound.</param>
/// <param name="Token">The token; null unless done.</param>
/// <param name="Until">Until when it waits to be shown; null when it is the only one.</param>
[GenerateSerializer, Immutable, Alias("bloxos.rig-token-change")]
public sealed record RigTokenChange([property: Id(0)] ChangeOutcome Outcome, [property: Id(1)] string? Token = null, [property: Id(2)] DateTimeOffset? Until = null)
{
    /// <summary>The outcome only, so that no log line holds the token.</summary>
    public override string ToString() => $"{Outcome}";
}
