namespace BloxOs.Web.Display;

/// <summary>A farm on the overview.</summary>
/// <param name="Head">Name and totals.</param>
/// <param name="Incidents">What stands wrong, the worst first; at most <see cref="MostIncidents"/>.</param>
internal sealed record FarmLine(FarmHead Head, IReadOnlyList<Incident> Incidents)
{
    /// <summary>Incidents of one farm that the overview knows; the farm's own page has all.</summary>
    public const int MostIncidents = 20;
}
