namespace BloxOs.Agent.Recovery.Heat;

/// <summary>A card that is held for heat, as it lies on the disk: a restart of the agent must not start what is not cool yet.</summary>
internal sealed class HeatNote
{
    /// <summary>The card.</summary>
    public string? BusId { get; init; }

    /// <summary>Why, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>How often in a row it was held.</summary>
    public int Holds { get; init; }

    /// <summary>Last temperatures of core, hotspot and memory, °C; null: never known.</summary>
    public IReadOnlyList<double?>? Celsius { get; init; }

    /// <summary>Which of them are the cause.</summary>
    public IReadOnlyList<bool>? Causes { get; init; }

    /// <summary>True when nothing in it is impossible.</summary>
    public bool IsSound => BusId is { Length: > 0 and <= 64 } && Reason is null or { Length: <= 1_000 } && Holds is > 0 and <= 100_000 && Celsius is { Count: CardWatch.SensorCount } && Causes is { Count: CardWatch.SensorCount };
}
