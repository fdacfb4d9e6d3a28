using System.Collections.Immutable;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Farms;

/// <summary>What people set of a farm.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.farm-settings")]
public sealed record FarmSettings
{
    /// <summary>Highest price per kWh, of any currency.</summary>
    public const decimal MaxPrice = 1_000_000m;

    /// <summary>Digits behind the point that a price may have.</summary>
    public const int PriceDigits = 6;

    /// <summary>Time zone of a farm for which none was chosen.</summary>
    public const string DefaultTimeZone = "Etc/UTC";

    /// <summary>1 to 64 characters.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Price of a kWh in <see cref="Currency"/>, over 0 up to <see cref="MaxPrice"/>; null when it is not known.</summary>
    [Id(1)] public decimal? PricePerKilowattHour { get; init; }

    /// <summary>ISO 4217 code; null as long as there is no price.</summary>
    [Id(2)] public string? Currency { get; init; }

    /// <summary>IANA id.</summary>
    [Id(3)] public string TimeZone { get; init; } = DefaultTimeZone;

    /// <summary>Words to find it by.</summary>
    [Id(4)] public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Counts up with each save; a save of an older version is refused.</summary>
    [Id(5)] public long Version { get; init; }

    /// <summary>Where the colour bands of its cards begin, where that is another place than usual.</summary>
    [Id(6)] public ImmutableArray<HeatRule> Heat { get; init; } = [];

    /// <summary>The same in the form that is stored.</summary>
    /// <exception cref="ArgumentException">Something in it is not allowed; the message says what.</exception>
    public FarmSettings Checked()
    {
        if (PricePerKilowattHour is { } price)
        {
            if (price is <= 0 or > MaxPrice) { throw new ArgumentException($"The price of a kWh is over 0 and at most {MaxPrice:0}."); }
            if (decimal.Round(price, PriceDigits) != price) { throw new ArgumentException($"The price of a kWh has at most {PriceDigits} digits behind the point."); }
            if (Currency is null) { throw new ArgumentException("A price needs its currency."); }
        }
        if (Currency is not null && !Currencies.All.Contains(Currency)) { throw new ArgumentException("The currency is not a code of ISO 4217, such as EUR or USD."); }
        if (!FarmTimeZone.IsKnown(TimeZone)) { throw new ArgumentException("The time zone is not one of the IANA list, such as Europe/Berlin."); }
        return this with { Name = RigName.Check(Name), Tags = RigTags.Check(Tags), Heat = HeatRule.Check(Heat) };
    }
}
