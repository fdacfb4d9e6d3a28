using BloxOs.Grains.Enrollment;
using BloxOs.Grains.Invites;

namespace BloxOs.Grains.Farms;

/// <summary>What of a farm must survive. Stored as JSON under these names: see the snapshot in Grains.Tests.</summary>
[GenerateSerializer, Alias("bloxos.farm-state")]
internal sealed class FarmState
{
    [Id(0)] public string Name { get; set; } = "";

    [Id(1)] public DateTimeOffset CreatedAt { get; set; }

    /// <summary>User id → level.</summary>
    [Id(2)] public Dictionary<string, FarmLevel> Members { get; set; } = [];

    [Id(3)] public HashSet<string> RigIds { get; set; } = [];

    [Id(4)] public decimal? PricePerKilowattHour { get; set; }

    [Id(5)] public string? Currency { get; set; }

    [Id(6)] public string? TimeZone { get; set; }

    [Id(7)] public string[] Tags { get; set; } = [];

    /// <summary>Of the settings.</summary>
    [Id(8)] public long Version { get; set; }

    /// <summary>From then on the farm is gone for everybody; what belongs to it is being cleared away.</summary>
    [Id(9)] public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>Users whose list of farms does not say yet what the members say.</summary>
    [Id(10)] public HashSet<string> ListsToChange { get; set; } = [];

    [Id(11)] public List<InviteEntry> Invites { get; set; } = [];

    [Id(12)] public List<EnrollmentEntry> EnrollmentCodes { get; set; } = [];

    /// <summary>Part of the settings.</summary>
    [Id(13)] public HeatRule[] Heat { get; set; } = [];

    public FarmSettings ToSettings() => new()
    {
        Name = Name,
        PricePerKilowattHour = PricePerKilowattHour,
        Currency = Currency,
        TimeZone = TimeZone ?? FarmSettings.DefaultTimeZone,
        Tags = [.. Tags],
        Version = Version,
        Heat = [.. Heat],
    };

    public void Take(FarmSettings settings)
    {
        (Name, PricePerKilowattHour, Currency, TimeZone) = (settings.Name, settings.PricePerKilowattHour, settings.Currency, settings.TimeZone);
        Tags = [.. settings.Tags];
        Heat = settings.Heat.IsDefault ? [] : [.. settings.Heat];
        Version++;
    }
}
