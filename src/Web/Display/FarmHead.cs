using BloxOs.Catalog.Algorithms;
using BloxOs.Grains.Farms;

namespace BloxOs.Web.Display;

/// <summary>A farm's name and totals.</summary>
internal sealed record FarmHead(string FarmId, string Name, FarmTotals Totals, FarmSettings? Settings = null)
{
    /// <summary>Of a farm's view.</summary>
    public static FarmHead Of(FarmView farm) => new(farm.FarmId, farm.Name, farm.Totals, farm.Settings);

    /// <summary>A total per algorithm, in the farm's order.</summary>
    public IEnumerable<AlgorithmFigure> Algorithms => Totals.Algorithms.Select(total =>
    {
        var algorithm = AlgorithmCatalog.Get(total.Algorithm);
        return new AlgorithmFigure(algorithm.Title, total.Rigs, HashrateText.Of(total.Hashrate, algorithm));
    });

    /// <summary>Electricity per hour, "1.84 EUR"; null when the price or the power is not known.</summary>
    public string? CostPerHour => Settings is { PricePerKilowattHour: { } price, Currency: { } currency } && Totals.PowerWatts is { } watts
        ? MoneyText.Of((decimal)watts / 1000 * price, currency)
        : null;

    /// <summary>Kilowatts, or "–" when no rig tells.</summary>
    public string Kilowatts => Totals.PowerWatts is { } watts ? NumberText.Kilowatts(watts) : NumberText.None;
}
