namespace BloxOs.Grains.Farms;

/// <summary>From which temperature on a reading is watched, hot and critical, °C; below it is good.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.heat-steps")]
public readonly record struct HeatSteps([property: Id(0)] int Watch, [property: Id(1)] int Hot, [property: Id(2)] int Critical)
{
    /// <summary>Lowest and highest temperature that a band may begin at, °C.</summary>
    public const int Lowest = 30, Highest = 130;

    /// <summary>They rise, and each lies within the limits.</summary>
    public bool IsSound() => Watch >= Lowest && Watch < Hot && Hot < Critical && Critical <= Highest;
}
