namespace BloxOs.Grains.Farms;

/// <summary>Below which percentage of accepted shares a rig is watched, needs a person, and is critical.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.accepted-steps")]
public readonly record struct AcceptedSteps([property: Id(0)] decimal Good, [property: Id(1)] decimal Attention, [property: Id(2)] decimal Critical)
{
    /// <summary>Lowest and highest percentage that a step may have.</summary>
    public const int Lowest = 50, Highest = 100;

    /// <summary>Digits behind the point that a step may have.</summary>
    public const int Digits = 1;

    /// <summary>What holds where a farm says nothing.</summary>
    public static AcceptedSteps Usual { get; } = new(99, 97, 95);

    /// <summary>They fall, or stay, each lies within the limits, and none is finer than <see cref="Digits"/>.</summary>
    public bool IsSound() => Good <= Highest && Attention <= Good && Critical <= Attention && Critical >= Lowest && IsPlain(Good) && IsPlain(Attention) && IsPlain(Critical);

    static bool IsPlain(decimal step) => decimal.Round(step, Digits) == step;
}
