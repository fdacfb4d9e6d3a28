namespace BloxOs.Agent.Recovery;

/// <summary>What the rig's own configuration says about recovery. It can only make the agent more careful than the server wants.</summary>
internal sealed record LocalRecovery
{
    /// <summary>Nothing said.</summary>
    public static LocalRecovery None { get; } = new();

    /// <summary>False: faults are reported, nothing is done, whatever the server wants.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Reboots in 6 hours.</summary>
    public int? RebootsInSixHours { get; init; }

    /// <summary>Limit of the core, °C.</summary>
    public double? StopCoreCelsius { get; init; }

    /// <summary>Limit of memory and hotspot, °C.</summary>
    public double? StopMemoryCelsius { get; init; }

    /// <summary>Program and arguments that load the drivers of the cards anew; null: that step is left out.</summary>
    public IReadOnlyList<string>? DriverReload { get; init; }
}
