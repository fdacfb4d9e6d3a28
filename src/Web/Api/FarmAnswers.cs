using BloxOs.Grains.Farms;

namespace BloxOs.Web.Api;

/// <summary>A farm in a list.</summary>
/// <param name="Id">Opaque id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Level">How far this caller reaches there.</param>
internal sealed record FarmEntry(string Id, string Name, FarmLevel Level);

/// <summary>All rigs of a farm on one algorithm. Speeds of different algorithms are never added.</summary>
/// <param name="Algorithm">Id of the algorithm.</param>
/// <param name="Rigs">Rigs that hash it.</param>
/// <param name="Hashrate">Hashes per second.</param>
internal sealed record AlgorithmSum(string Algorithm, int Rigs, double Hashrate);

/// <summary>Sums over the rigs of a farm.</summary>
/// <param name="Rigs">Rigs.</param>
/// <param name="RigsOnline">Rigs with a connection.</param>
/// <param name="RigsMining">Rigs that hash.</param>
/// <param name="Gpus">Cards of all rigs.</param>
/// <param name="GpusOnline">Cards that answer, of rigs with a connection.</param>
/// <param name="PowerWatts">Power of all cards and processors that report one; null when none does.</param>
/// <param name="PowerIsPartial">Not all cards, processors and rigs tell their power: at least so much is drawn.</param>
/// <param name="Algorithms">Per algorithm, the one with most rigs first.</param>
internal sealed record FarmSums(int Rigs, int RigsOnline, int RigsMining, int Gpus, int GpusOnline, double? PowerWatts, bool PowerIsPartial, IReadOnlyList<AlgorithmSum> Algorithms)
{
    /// <summary>As the farm counts.</summary>
    public static FarmSums Of(FarmTotals totals) => new(
        totals.Rigs, totals.RigsOnline, totals.RigsMining, totals.Gpus, totals.GpusOnline, totals.PowerWatts, totals.IsPowerPartial,
        [.. totals.Algorithms.Select(static a => new AlgorithmSum(a.Algorithm, a.Rigs, a.Hashrate))]);
}

/// <summary>A farm. Its ETag stands for what people set, not for the sums.</summary>
/// <param name="Id">Opaque id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Level">How far this caller reaches there.</param>
/// <param name="PricePerKilowattHour">Price of electricity; null when it is not known.</param>
/// <param name="Currency">ISO 4217 code of the price.</param>
/// <param name="TimeZone">IANA id.</param>
/// <param name="Tags">Words to find it by.</param>
/// <param name="Heat">Where colour bands begin, where that is another place than usual.</param>
/// <param name="Totals">Sums over its rigs.</param>
internal sealed record FarmAnswer(
    string Id, string Name, FarmLevel Level, decimal? PricePerKilowattHour, string? Currency, string TimeZone, IReadOnlyList<string> Tags, IReadOnlyList<HeatBandValue> Heat, FarmSums Totals)
{
    /// <summary>As this caller sees it.</summary>
    public static FarmAnswer Of(FarmView farm, FarmSettings settings, FarmLevel level) => new(
        farm.FarmId, settings.Name, level, settings.PricePerKilowattHour, settings.Currency, settings.TimeZone, settings.Tags, HeatBandValue.Of(settings), FarmSums.Of(farm.Totals));
}

/// <summary>A farm that is wanted.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="PricePerKilowattHour">Price of electricity, over 0; needs a currency.</param>
/// <param name="Currency">ISO 4217 code, EUR.</param>
/// <param name="TimeZone">IANA id, Europe/Berlin; Etc/UTC when it is left out.</param>
/// <param name="Tags">At most 20 words.</param>
internal sealed record FarmInput(string Name, decimal? PricePerKilowattHour = null, string? Currency = null, string? TimeZone = null, IReadOnlyList<string>? Tags = null);

/// <summary>What is to be another; what is left out stays.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="PricePerKilowattHour">Price of electricity, over 0; needs a currency.</param>
/// <param name="Currency">ISO 4217 code, EUR.</param>
/// <param name="TimeZone">IANA id, Europe/Berlin.</param>
/// <param name="Tags">At most 20 words, in place of those that are there.</param>
/// <param name="Heat">Where colour bands begin, at most 40, in place of those that are there; none brings the usual ones back.</param>
/// <param name="RemovePrice">True takes price and currency away.</param>
internal sealed record FarmPatchInput(
    string? Name = null, decimal? PricePerKilowattHour = null, string? Currency = null, string? TimeZone = null, IReadOnlyList<string>? Tags = null, IReadOnlyList<HeatBandValue>? Heat = null, bool RemovePrice = false)
{
    /// <summary>The settings with these changes.</summary>
    public FarmSettings On(FarmSettings settings) => settings with
    {
        Name = Name ?? settings.Name,
        PricePerKilowattHour = RemovePrice ? null : PricePerKilowattHour ?? settings.PricePerKilowattHour,
        Currency = RemovePrice ? null : Currency ?? settings.Currency,
        TimeZone = TimeZone ?? settings.TimeZone,
        Tags = Tags is null ? settings.Tags : [.. Tags],
        Heat = Heat is null ? settings.Heat : HeatBandValue.ToRules(Heat),
    };
}

/// <summary>A member of a farm.</summary>
/// <param name="UserId">The person.</param>
/// <param name="Name">As he is called.</param>
/// <param name="Level">What he may do there.</param>
internal sealed record MemberAnswer(string UserId, string Name, FarmLevel Level);

/// <summary>Another level for a member.</summary>
/// <param name="Level">viewer, operator, manager or owner.</param>
internal sealed record LevelInput(FarmLevel Level);
