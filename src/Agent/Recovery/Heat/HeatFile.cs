using BloxOs.Protocol;

namespace BloxOs.Agent.Recovery.Heat;

/// <summary>What the guard against heat holds, as it lies on the disk. It counts during one boot: a rig that booted was cold for a while.</summary>
internal sealed class HeatFile
{
    /// <summary>Format of this file.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Format in which it was written.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The boot.</summary>
    public string? BootId { get; init; }

    /// <summary>Cards that are held.</summary>
    public IReadOnlyList<HeatNote>? Cards { get; init; }

    /// <summary>True for one of this version in which nothing is missing or impossible.</summary>
    public static bool IsWhole(HeatFile file)
    {
        if (file is not { Version: CurrentVersion, Cards: { Count: <= 4 * ProtocolLimits.Gpus } cards }) { return false; }
        foreach (var card in cards)
        {
            if (card is not { IsSound: true }) { return false; }
        }
        return true;
    }
}
