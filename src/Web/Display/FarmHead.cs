using BloxOs.Catalog.Algorithms;
using BloxOs.Grains.Farms;

namespace BloxOs.Web.Display;

/// <summary>A farm's name and totals.</summary>
internal sealed record FarmHead(string FarmId, string Name, FarmTotals Totals)
{
    /// <summary>A total per algorithm, in the farm's order.</summary>
    public IEnumerable<AlgorithmFigure> Algorithms => Totals.Algorithms.Select(total =>
    {
        var algorithm = AlgorithmCatalog.Get(total.Algorithm);
        return new AlgorithmFigure(algorithm.Title, total.Rigs, HashrateText.Of(total.Hashrate, algorithm));
    });

    /// <summary>Kilowatts, or "–" when no rig tells.</summary>
    public string Kilowatts => Totals.PowerWatts is { } watts ? NumberText.Kilowatts(watts) : NumberText.None;
}
