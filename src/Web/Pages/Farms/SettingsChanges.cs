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
            new("heat bands", Heat(before), Heat(after)),
        ];
        return [.. all.Where(c => c.Before != c.After)];
    }

    /// <summary>"every card: core 60/70/80, hotspot 80/90/100, memory 80/90/100, fan 60; 3080: memory 90/100/106"; null for the usual ones.</summary>
    public static string? Heat(FarmSettings settings) => settings.Heat.IsDefaultOrEmpty ? null : string.Join("; ", settings.Heat.Select(Heat));

    static string Heat(HeatRule rule)
    {
        string[] said =
        [
            .. Steps("core", rule.Core), .. Steps("hotspot", rule.Hotspot), .. Steps("memory", rule.Memory),
            .. rule.StoppedFanCore is { } fan ? (string[])[string.Create(CultureInfo.InvariantCulture, $"fan {fan}")] : [],
            .. rule.Accepted is { } accepted ? (string[])["accepted " + HeatForm.Text(accepted)] : [],
        ];
        return $"{(rule.Model.Length == 0 ? "every card" : rule.Model)}: {(said.Length == 0 ? "as every card" : string.Join(", ", said))}";
    }

    static string[] Steps(string what, HeatSteps? steps) => steps is { } set ? [$"{what} {HeatForm.Text(set)}"] : [];

    static string? Price(FarmSettings settings) => settings.PricePerKilowattHour is { } price
        ? string.Create(CultureInfo.InvariantCulture, $"{price:0.######} {settings.Currency} per kWh")
        : null;
}
