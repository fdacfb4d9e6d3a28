using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Web.Access;

namespace BloxOs.Web.Audit;

/// <summary>A page of lines with the filters that found them.</summary>
/// <param name="Search">The filters.</param>
/// <param name="View">Who looks, and what he sees.</param>
/// <param name="Lines">Newest first.</param>
/// <param name="More">Whether there are older ones.</param>
/// <param name="Problems">Filters that were not understood.</param>
internal sealed record AuditList(AuditSearch Search, AuditView View, IReadOnlyList<AuditEntry> Lines, bool More, IReadOnlyList<string> Problems)
{
    /// <summary>Farms whose lines can be asked for.</summary>
    public IEnumerable<FarmSummary> Farms => View.Farms.Values.Where(farm => View.Scope is null || farm.Level >= FarmLevel.Manager).OrderBy(farm => farm.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The next page.</summary>
    public string OlderUrl => Search.Url(before: Lines[^1].Sequence);
}
