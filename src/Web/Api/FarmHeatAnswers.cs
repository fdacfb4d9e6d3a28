using System.Collections.Immutable;
using BloxOs.Grains.Farms;

namespace BloxOs.Web.Api;

/// <summary>From which temperature on a reading is watched, hot and critical, °C; they rise.</summary>
/// <param name="Watch">Watched from here.</param>
/// <param name="Hot">Hot from here.</param>
/// <param name="Critical">Critical from here.</param>
internal sealed record HeatStepsValue(int Watch, int Hot, int Critical)
{
    /// <summary>As the farm keeps it; null for what it has not set.</summary>
    public static HeatStepsValue? Of(HeatSteps? steps) => steps is { } set ? new(set.Watch, set.Hot, set.Critical) : null;

    /// <summary>For the farm.</summary>
    public HeatSteps ToSteps() => new(Watch, Hot, Critical);
}

/// <summary>Below which percentage of accepted shares a rig is watched, needs a person, and is critical; they fall.</summary>
/// <param name="Good">Good from here, watched below.</param>
/// <param name="Attention">Below it needs a person.</param>
/// <param name="Critical">Below it is critical.</param>
internal sealed record AcceptedStepsValue(decimal Good, decimal Attention, decimal Critical);

/// <summary>Where the colour bands of a farm begin, for every card or for those of one model. What is null is as for every card; for every card, as usual.</summary>
/// <param name="Model">Part of the model's name; empty for every card.</param>
/// <param name="Core">Of the core; usual: 60, 70, 80.</param>
/// <param name="Hotspot">Of the hottest spot; usual: 80, 90, 100.</param>
/// <param name="Memory">Of the memory; usual: 80, 90, 100.</param>
/// <param name="StoppedFanCore">A fan that stands is critical from this core temperature on, °C; usual: 60.</param>
/// <param name="Accepted">Of accepted shares; usual: 99, 97, 95.</param>
internal sealed record HeatBandValue(
    string Model, HeatStepsValue? Core = null, HeatStepsValue? Hotspot = null, HeatStepsValue? Memory = null, int? StoppedFanCore = null, AcceptedStepsValue? Accepted = null)
{
    /// <summary>Those that a farm has set; none where the usual ones hold.</summary>
    public static IReadOnlyList<HeatBandValue> Of(FarmSettings settings) => settings.Heat.IsDefaultOrEmpty ? [] :
    [
        .. settings.Heat.Select(static rule => new HeatBandValue(
            rule.Model, HeatStepsValue.Of(rule.Core), HeatStepsValue.Of(rule.Hotspot), HeatStepsValue.Of(rule.Memory), rule.StoppedFanCore,
            rule.Accepted is { } accepted ? new(accepted.Good, accepted.Attention, accepted.Critical) : null)),
    ];

    /// <summary>For the farm.</summary>
    /// <exception cref="ArgumentException">One of them is null.</exception>
    public static ImmutableArray<HeatRule> ToRules(IReadOnlyList<HeatBandValue?> bands) => [.. bands.Select(static band => band?.ToRule() ?? throw new ArgumentException("A heat band is null."))];

    HeatRule ToRule() => new()
    {
        Model = Model, Core = Core?.ToSteps(), Hotspot = Hotspot?.ToSteps(), Memory = Memory?.ToSteps(), StoppedFanCore = StoppedFanCore,
        Accepted = Accepted is { } accepted ? new(accepted.Good, accepted.Attention, accepted.Critical) : null,
    };
}
