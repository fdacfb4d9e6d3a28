using System.Collections.Immutable;
using System.Globalization;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Pages.Farms;

/// <summary>A farm's settings as typed. Nothing else of a farm is read from a form.</summary>
public sealed class FarmForm
{
    const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    const int MaxPriceText = 32, MaxTagsText = 2_000;

    /// <summary>Name.</summary>
    public string? Name { get; set; }

    /// <summary>Price of a kWh, with a point.</summary>
    public string? Price { get; set; }

    /// <summary>ISO 4217 code.</summary>
    public string? Currency { get; set; }

    /// <summary>IANA id.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Separated by commas.</summary>
    public string? Tags { get; set; }

    /// <summary>The version that was read.</summary>
    public long Version { get; set; }

    /// <summary>The form of these settings.</summary>
    public static FarmForm Of(FarmSettings settings) => new()
    {
        Name = settings.Name,
        Price = settings.PricePerKilowattHour?.ToString(CultureInfo.InvariantCulture),
        Currency = settings.Currency,
        TimeZone = settings.TimeZone,
        Tags = string.Join(", ", settings.Tags),
        Version = settings.Version,
    };

    /// <summary>What was typed as settings; null when something is wrong, which is then in the errors, by field.</summary>
    public FarmSettings? Read(Dictionary<string, string> errors)
    {
        Try(errors, nameof(Name), () => RigName.Check(Name));
        Try(errors, nameof(Tags), () => RigTags.Check(TagsOf(Tags)));
        decimal? price = PriceOf(errors);
        if (price is not null && !Currencies.All.Contains(Currency ?? "")) { errors[nameof(Currency)] = "Choose the currency of the price."; }
        if (!FarmTimeZone.IsKnown(TimeZone)) { errors[nameof(TimeZone)] = "Choose a time zone of the list."; }
        if (errors.Count > 0) { return null; }
        return new()
        {
            Name = RigName.Check(Name),
            PricePerKilowattHour = price,
            Currency = price is null ? null : Currency,
            TimeZone = TimeZone!,
            Tags = RigTags.Check(TagsOf(Tags)),
            Version = Version,
        };
    }

    /// <summary>The tags of a line of text.</summary>
    public static ImmutableArray<string> TagsOf(string? text) =>
        text is { Length: > MaxTagsText } ? [new('x', RigTags.MaxLength + 1)] : [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    decimal? PriceOf(Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(Price)) { return null; }
        // No sign, no exponent, no thousands: "1,5" must not become 15.
        if (Price.Length > MaxPriceText || !decimal.TryParse(Price, Plain, CultureInfo.InvariantCulture, out decimal price))
        {
            errors[nameof(Price)] = "A number with a point, such as 0.28, or nothing.";
            return null;
        }
        if (price is <= 0 or > FarmSettings.MaxPrice) { errors[nameof(Price)] = $"Over 0, at most {FarmSettings.MaxPrice:0}; leave it empty when you do not know it."; }
        else if (decimal.Round(price, FarmSettings.PriceDigits) != price) { errors[nameof(Price)] = $"At most {FarmSettings.PriceDigits} digits behind the point."; }
        return price;
    }

    static void Try(Dictionary<string, string> errors, string field, Action check)
    {
        try { check(); }
        catch (ArgumentException wrong) { errors[field] = wrong.Message; }
    }
}
