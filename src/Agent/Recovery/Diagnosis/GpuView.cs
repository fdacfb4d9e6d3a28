namespace BloxOs.Agent.Recovery.Diagnosis;

/// <summary>One card at one moment.</summary>
/// <param name="BusId">Its address.</param>
internal sealed record GpuView(string BusId)
{
    /// <summary>Why it is dead; null when it lives or nothing is known of it.</summary>
    public string? Fault { get; init; }

    /// <summary>It answered with readings.</summary>
    public bool Answers { get; init; }

    /// <summary>Core temperature, °C.</summary>
    public double? CoreCelsius { get; init; }

    /// <summary>Hotspot temperature, °C.</summary>
    public double? HotspotCelsius { get; init; }

    /// <summary>Memory temperature, °C.</summary>
    public double? MemoryCelsius { get; init; }

    /// <summary>Utilisation, percent.</summary>
    public double? UtilizationPercent { get; init; }

    /// <summary>Power draw, watts.</summary>
    public double? PowerWatts { get; init; }

    /// <summary>The guard against heat holds it.</summary>
    public bool HeldForHeat { get; init; }

    /// <summary>The name alone: there is no room for printing what nobody reads.</summary>
    public override string ToString() => nameof(GpuView);
}
