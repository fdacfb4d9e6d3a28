namespace BloxOs.Web.Display;

/// <summary>One chip above the list.</summary>
/// <param name="Key">In the query string, <c>f=</c>.</param>
/// <param name="Title">On the chip.</param>
/// <param name="Css">"bad" or "warn" colours its number.</param>
/// <param name="Matches">What it lets through.</param>
internal sealed record RigFilter(string Key, string Title, string Css, Func<RigFacts, bool> Matches)
{
    /// <summary>Everything.</summary>
    public static RigFilter Any { get; } = new("all", "All", "", static _ => true);

    /// <summary>All of them, as they stand.</summary>
    public static IReadOnlyList<RigFilter> All { get; } =
    [
        Any,
        new("attention", "Needs attention", "bad", static r => r.Need != RigNeed.None),
        new("offline", "Offline", "bad", static r => r.IsOffline),
        new("dead", "Dead GPU", "bad", static r => r.HasDeadGpu),
        new("hot", "Hot", "warn", static r => r.IsHot),
        new("rejects", "Rejects", "warn", static r => r.HasRejects),
        new("low", "Low hashrate", "warn", static r => r.HasLowHash),
        new("idle", "Not mining", "", static r => r.IsNotMining),
    ];

    /// <summary>The one with this key; everything for a key that is none.</summary>
    public static RigFilter Find(string? key) => All.FirstOrDefault(f => f.Key == key) ?? Any;
}
