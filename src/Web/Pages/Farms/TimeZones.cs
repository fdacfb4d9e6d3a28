using BloxOs.Grains.Farms;

namespace BloxOs.Web.Pages.Farms;

/// <summary>The time zones to choose from.</summary>
internal static class TimeZones
{
    static readonly string[] s_all =
    [
        .. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => FarmTimeZone.IsKnown(id) && (id.Contains('/', StringComparison.Ordinal) || id == "UTC"))
            .Append(FarmSettings.DefaultTimeZone).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>All that this machine knows, and the chosen one, also when another machine knew it.</summary>
    public static IEnumerable<string> For(string? chosen) =>
        string.IsNullOrEmpty(chosen) || s_all.Contains(chosen) || !FarmTimeZone.IsKnown(chosen) ? s_all : s_all.Prepend(chosen);
}
