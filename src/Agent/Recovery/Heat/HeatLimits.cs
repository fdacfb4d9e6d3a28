namespace BloxOs.Agent.Recovery.Heat;

/// <summary>Temperatures at which the guard stops what heats a card, °C.</summary>
/// <param name="CoreCelsius">Of the core.</param>
/// <param name="HotspotCelsius">Of the hotspot (junction).</param>
/// <param name="MemoryCelsius">Of the memory.</param>
internal sealed record HeatLimits(double CoreCelsius, double HotspotCelsius, double MemoryCelsius)
{
    /// <summary>No setting lifts the core's limit above this.</summary>
    public const double CoreCeiling = 95;

    /// <summary>No setting lifts the limit of memory or hotspot above this.</summary>
    public const double MemoryCeiling = 110;

    /// <summary>No setting lowers a limit below this: miners would never run.</summary>
    public const double Floor = 60;

    /// <summary>What was stopped goes on when it is this much below the limit.</summary>
    public const double ResumeBelow = 15;

    /// <summary>Without any setting.</summary>
    public static HeatLimits Default { get; } = new(90, 105, 105);
}
