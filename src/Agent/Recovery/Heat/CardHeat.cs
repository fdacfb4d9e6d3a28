namespace BloxOs.Agent.Recovery.Heat;

/// <summary>Temperatures of one card at one moment, °C. What could not be read is absent.</summary>
/// <param name="BusId">The card.</param>
/// <param name="CoreCelsius">Of the core.</param>
/// <param name="HotspotCelsius">Of the hotspot (junction).</param>
/// <param name="MemoryCelsius">Of the memory.</param>
internal sealed record CardHeat(string BusId, double? CoreCelsius = null, double? HotspotCelsius = null, double? MemoryCelsius = null);
