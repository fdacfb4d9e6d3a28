using BloxOs.Catalog.Algorithms;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>A farm's name and totals.</summary>
internal sealed record FarmHead(string FarmId, string Name, FarmTotals Totals, FarmSettings? Settings = null)
{
    /// <summary>Accepted of all judged shares; null without any.</summary>
    public AcceptedShare? Accepted { get; init; }

    /// <summary>Rigs that need a person.</summary>
    public int Problems { get; init; }

    /// <summary>Rigs that people work on: counted neither as mining nor as not mining.</summary>
    public int RigsInMaintenance { get; init; }

    /// <summary>What they suffer from, "2 offline, 1 critical".</summary>
    public string ProblemWords { get; init; } = "";

    /// <summary>Of a farm's view and its rigs.</summary>
    public static FarmHead Of(FarmView farm, IReadOnlyList<RigFacts> rigs) => Of(farm.FarmId, farm.Name, farm.Totals, farm.Settings, rigs);

    /// <summary>Of a farm and its rigs.</summary>
    public static FarmHead Of(string farmId, string name, FarmTotals totals, FarmSettings? settings, IReadOnlyList<RigFacts> rigs)
    {
        var shares = new ShareCounts();
        var needs = new SortedDictionary<RigNeed, int>();
        foreach (var rig in rigs)
        {
            if (rig.HasNumbers) { shares = RigWork.Add(shares, rig.Work.Shares); }
            if (rig.Need != RigNeed.None) { needs[rig.Need] = needs.GetValueOrDefault(rig.Need) + 1; }
        }
        return new(farmId, name, totals, settings)
        {
            Accepted = AcceptedShare.Of(shares, HeatBands.Of(settings).Accepted),
            RigsInMaintenance = rigs.Count(static rig => rig.View.Reading.Status == RigStatus.Maintenance),
            Problems = needs.Values.Sum(),
            ProblemWords = string.Join(", ", needs.Select(static need => $"{NumberText.Whole(need.Value)} {RigNeedText.Few(need.Key)}")),
        };
    }

    /// <summary>More algorithms than stand beside each other on a laptop.</summary>
    public bool HasManyAlgorithms => Totals.Algorithms.Length > 4;

    /// <summary>A total per algorithm, in the farm's order.</summary>
    public IEnumerable<AlgorithmFigure> Algorithms => Totals.Algorithms.Select(total =>
    {
        var algorithm = AlgorithmCatalog.Get(total.Algorithm);
        return new AlgorithmFigure(algorithm.Title, total.Rigs, HashrateText.Of(total.Hashrate, algorithm));
    });

    /// <summary>Electricity per hour, "1.84 EUR", with "≥" when not everything tells its power; null when the price or the power is not known.</summary>
    public string? CostPerHour => Settings is { PricePerKilowattHour: { } price, Currency: { } currency } && Totals.PowerWatts is { } watts
        ? PowerText.AtLeast(Totals.IsPowerPartial) + MoneyText.Of((decimal)watts / 1000 * price, currency)
        : null;

    /// <summary>Power; null when no rig tells.</summary>
    public PowerText? Power => PowerText.Of(Totals.PowerWatts, Totals.IsPowerPartial);
}
