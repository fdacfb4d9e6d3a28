using BloxOs.Grains.Farms;

namespace BloxOs.Web.Display;

/// <summary>A farm on the overview.</summary>
/// <param name="Head">Name and totals.</param>
/// <param name="Incidents">What stands wrong, the worst first; at most <see cref="MostIncidents"/>.</param>
internal sealed record FarmLine(FarmHead Head, IReadOnlyList<Incident> Incidents)
{
    /// <summary>It does not answer: nothing is known of it but, maybe, its name.</summary>
    public bool IsSilent { get; private init; }

    /// <summary>A farm that does not answer.</summary>
    public static FarmLine Silent(string farmId, string name) => new(new(farmId, name.Length > 0 ? name : "A farm of yours", FarmTotals.None), []) { IsSilent = true };

    /// <summary>Incidents of one farm that the overview knows; the farm's own page has all.</summary>
    public const int MostIncidents = 20;
}
