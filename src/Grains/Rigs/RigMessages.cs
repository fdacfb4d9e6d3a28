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

/// <summary>Answer to an attach.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-attachment")]
public sealed record RigAttachment([property: Id(0)] bool Attached, [property: Id(1)] string RigName, [property: Id(2)] string FarmId);
