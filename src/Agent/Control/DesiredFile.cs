using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>What is wanted, as it lies on the disk.</summary>
internal sealed record DesiredFile
{
    /// <summary>Format of this file.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Format in which it was written.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>What is in force.</summary>
    public Desired? Desired { get; init; }
}
