using System.Globalization;
using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;

namespace BloxOs.Web.Pages.Farms;

/// <summary>What differs between two settings of a farm, for people and for the audit log.</summary>
internal static class SettingsChanges
{
    /// <summary>The fields that differ.</summary>
    public static IReadOnlyList<AuditChange> Of(FarmSettings before, FarmSettings after)
    {
        AuditChange[] all =
        [
            new("name", before.Name, after.Name),
            new("price", Price(before), Price(after)),
            new("time zone", before.TimeZone, after.TimeZone),
            new("tags", string.Join(", ", before.Tags), string.Join(", ", after.Tags)),
        ];
        return [.. all.Where(c => c.Before != c.After)];
    }

    static string? Price(FarmSettings settings) => settings.PricePerKilowattHour is { } price
        ? string.Create(CultureInfo.InvariantCulture, $"{price:0.######} {settings.Currency} per kWh")
        : null;
}
