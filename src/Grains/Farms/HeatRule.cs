using System.Collections.Immutable;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Farms;

/// <summary>Where the colour bands of a farm's cards begin: of all cards, or of those of one model. What is null is as for every card; in the rule for every card, as usual.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.heat-rule")]
public sealed record HeatRule
{
    /// <summary>What holds where a farm says nothing.</summary>
    public static HeatRule Default { get; } = new() { Core = new(60, 70, 80), Hotspot = new(80, 90, 100), Memory = new(80, 90, 100), StoppedFanCore = 60 };

    /// <summary>Most rules of a farm.</summary>
    public const int MaxCount = 40;

    /// <summary>Part of the model's name, upper and lower case the same; "" for every card.</summary>
    [Id(0)] public string Model { get; init; } = "";

    /// <summary>Of the core.</summary>
    [Id(1)] public HeatSteps? Core { get; init; }

    /// <summary>Of the hottest spot.</summary>
    [Id(2)] public HeatSteps? Hotspot { get; init; }

    /// <summary>Of the memory.</summary>
    [Id(3)] public HeatSteps? Memory { get; init; }

    /// <summary>A fan that stands is critical from this core temperature on, °C.</summary>
    [Id(4)] public int? StoppedFanCore { get; init; }

    /// <summary>Of accepted shares, of rigs all of whose cards are of this model.</summary>
    [Id(5)] public AcceptedSteps? Accepted { get; init; }

    /// <summary>The rules in the form that is stored: models trimmed, the one for every card first, the others by name; that one in full, or left out when it says what holds anyway. A model that says nothing is kept: it is as every card, also where a shorter name fits it.</summary>
    /// <exception cref="ArgumentException">Something in them is not allowed; the message says what.</exception>
    public static ImmutableArray<HeatRule> Check(ImmutableArray<HeatRule> rules)
    {
        if (rules.IsDefaultOrEmpty) { return []; }
        if (rules.Length > MaxCount) { throw new ArgumentException($"There are heat bands for {rules.Length} models, at most {MaxCount} are allowed."); }
        var kept = rules.Select(CheckOne).OrderBy(static rule => rule.Model, StringComparer.OrdinalIgnoreCase).ToList();
        for (int i = 1; i < kept.Count; i++)
        {
            if (kept[i].Model.Equals(kept[i - 1].Model, StringComparison.OrdinalIgnoreCase)) { throw new ArgumentException($"There are heat bands for {Named(kept[i])} twice."); }
        }
        return [.. kept.Where(static rule => rule != Default)];
    }

    static HeatRule CheckOne(HeatRule rule)
    {
        var named = string.IsNullOrWhiteSpace(rule.Model) ? Full(rule) : rule with { Model = RigName.Check(rule.Model) };
        foreach (var (what, steps) in new[] { ("core", rule.Core), ("hotspot", rule.Hotspot), ("memory", rule.Memory) })
        {
            if (steps?.IsSound() == false) { throw new ArgumentException($"The {what} bands of {Named(named)} have to rise, from {HeatSteps.Lowest} to {HeatSteps.Highest} °C."); }
        }
        if (rule.Accepted is { } accepted && !accepted.IsSound())
        {
            throw new ArgumentException($"The steps of accepted shares of {Named(named)} have to fall, from {AcceptedSteps.Highest} to {AcceptedSteps.Lowest} %, with at most {AcceptedSteps.Digits} digit behind the point.");
        }
        return rule.StoppedFanCore is null or (>= HeatSteps.Lowest and <= HeatSteps.Highest)
            ? named
            : throw new ArgumentException($"The stopped fan of {Named(named)} is judged from a core temperature of {HeatSteps.Lowest} to {HeatSteps.Highest} °C.");
    }

    /// <summary>The rule for every card, with what is usual where it says nothing.</summary>
    static HeatRule Full(HeatRule rule) => rule with
    {
        Model = "",
        Core = rule.Core ?? Default.Core,
        Hotspot = rule.Hotspot ?? Default.Hotspot,
        Memory = rule.Memory ?? Default.Memory,
        StoppedFanCore = rule.StoppedFanCore ?? Default.StoppedFanCore,
        Accepted = rule.Accepted == AcceptedSteps.Usual ? null : rule.Accepted,
    };

    static string Named(HeatRule rule) => rule.Model.Length == 0 ? "every card" : rule.Model;
}
