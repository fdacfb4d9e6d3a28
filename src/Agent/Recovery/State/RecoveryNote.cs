namespace BloxOs.Agent.Recovery.State;

/// <summary>What recovery remembers, as it lies on the disk. Times of <see cref="RigClock"/> in seconds.</summary>
internal sealed record RecoveryNote
{
    /// <summary>Version of this shape.</summary>
    public const int CurrentVersion = 1;

    /// <summary>A <see cref="CurrentVersion"/>.</summary>
    public int Version { get; init; }

    /// <summary>When it was written: the machine's clock, Unix milliseconds.</summary>
    public long SavedAt { get; init; }

    /// <summary>Time of <see cref="RigClock"/>.</summary>
    public double RunSeconds { get; init; }

    /// <summary>The boot.</summary>
    public string? BootId { get; init; }

    /// <summary>Time since that boot.</summary>
    public double UptimeSeconds { get; init; }

    /// <summary>When the rig rebooted itself.</summary>
    public IReadOnlyList<double>? Reboots { get; init; }

    /// <summary>No reboot before this.</summary>
    public double? UsedUpUntil { get; init; }

    /// <summary>Faults that were acted on.</summary>
    public IReadOnlyList<EpisodeNote>? Episodes { get; init; }

    /// <summary>Cards that are or were left out.</summary>
    public IReadOnlyList<QuarantineNote>? Quarantine { get; init; }

    /// <summary>What is normal.</summary>
    public IReadOnlyList<WorkNote>? Works { get; init; }
}
