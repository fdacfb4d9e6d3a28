using System.Globalization;
using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Web.Pages.Farms;

namespace BloxOs.Web.Api;

/// <summary>What differs between two settings of a farm, for the audit log.</summary>
internal static class FarmChanges
{
    /// <summary>Only what differs.</summary>
    public static IReadOnlyList<AuditChange> Of(FarmSettings before, FarmSettings after)
    {
        AuditChange[] all =
        [
            new("name", before.Name, after.Name),
            new("price", Price(before), Price(after)),
            new("time zone", before.TimeZone, after.TimeZone),
            new("tags", string.Join(", ", before.Tags), string.Join(", ", after.Tags)),
            new("heat bands", SettingsChanges.Heat(before), SettingsChanges.Heat(after)),
        ];
        return [.. all.Where(static change => change.Before != change.After)];
    }

    static string? Price(FarmSettings settings) =>
        settings.PricePerKilowattHour is { } price ? string.Create(CultureInfo.InvariantCulture, $"{price} {settings.Currency}") : settings.Currency;
}
