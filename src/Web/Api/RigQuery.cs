using System.ComponentModel;
using System.Globalization;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Api;

/// <summary>Which rigs of those that a caller may see, and in which order.</summary>
internal readonly record struct RigQuery(
    [property: Description("Only rigs of this farm.")] string? Farm,
    [property: Description("Only rigs in this state: offline, stale, online, starting, mining, inactive, idle, recovering or maintenance.")] string? Status,
    [property: Description("Only rigs with this tag.")] string? Tag,
    [property: Description("Only rigs that match these words, as in the search box: in the name, or after tag:, model:, miner: or algo:.")] string? Q,
    [property: Description("name, createdAt, lastSeenAt or powerWatts, with a minus before it the other way round; name when it is left out.")] string? Sort)
{
    const string DefaultOrder = "name";

    /// <summary>By what rigs sort, as texts that compare ordinally. No other name gets near the data.</summary>
    static readonly Dictionary<string, Func<RigEntry, string>> s_orders = new(StringComparer.Ordinal)
    {
        [DefaultOrder] = static rig => rig.Name.ToUpperInvariant(),
        ["createdAt"] = static rig => Sortable(rig.CreatedAt.UtcTicks),
        ["lastSeenAt"] = static rig => Sortable(rig.LastSeenAt?.UtcTicks ?? 0),
        ["powerWatts"] = static rig => Sortable((long)((rig.PowerWatts ?? 0) * 1_000)),
    };

    /// <summary>The order as it was asked for.</summary>
    public string Order => Sort ?? DefaultOrder;

    /// <summary>By what it sorts; null when there is no such order.</summary>
    public Func<RigEntry, string>? KeyOf => s_orders.GetValueOrDefault(Order.StartsWith('-') ? Order[1..] : Order);

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Complaint =>
        KeyOf is null ? "The order is name, createdAt, lastSeenAt or powerWatts, with or without a minus before it."
        : Status is not null && StatusOf(Status) is null ? $"There is no state of this name. States: {string.Join(", ", Enum.GetNames<RigStatus>()).ToLowerInvariant()}."
        : Q?.Length > ApiLimits.MaxSearch || Tag?.Length > ApiLimits.MaxSearch ? $"What is searched for has at most {ApiLimits.MaxSearch} characters."
        : null;

    /// <summary>Whether it asks for this rig.</summary>
    public bool Matches(RigView rig, RigSearch search, HeatBands bands)
    {
        string? tag = Tag;
        return (Status is null || rig.Reading.Status == StatusOf(Status))
            && (tag is null || rig.Description.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase))
            && (search.IsEmpty || search.Matches(new(rig, bands)));
    }

    static RigStatus? StatusOf(string text) =>
        Enum.GetNames<RigStatus>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse<RigStatus>(name) : null;

    static string Sortable(long number) => number.ToString("D19", CultureInfo.InvariantCulture);
}
