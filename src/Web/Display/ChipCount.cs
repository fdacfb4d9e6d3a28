namespace BloxOs.Web.Display;

/// <summary>The number on a chip.</summary>
internal sealed record ChipCount(string Key, int Count)
{
    /// <summary>The numbers of all chips.</summary>
    public static IReadOnlyList<ChipCount> Of(IReadOnlyCollection<RigFacts> rigs) =>
        [.. RigFilter.All.Select(filter => new ChipCount(filter.Key, rigs.Count(filter.Matches)))];
}
