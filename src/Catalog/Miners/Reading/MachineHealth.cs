namespace BloxOs.Catalog.Miners.Reading;

/// <summary>Readings of a machine whose firmware is the only one to have them (ASIC).</summary>
public sealed record MachineHealth
{
    /// <summary>Type as the firmware names it ("Antminer S9").</summary>
    public string? Model { get; init; }

    /// <summary>Power at the wall, watts.</summary>
    public double? PowerWatts { get; init; }

    /// <summary>Highest temperature of each board that is there, °C.</summary>
    public IReadOnlyList<double> BoardCelsius { get; init; } = [];

    /// <summary>Fans that turn, revolutions per minute.</summary>
    public IReadOnlyList<double> FanRpm { get; init; } = [];
}
