using BloxOs.Browser.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace BloxOs.Browser.Tests;

/// <summary>Two classes run at a time: the one that takes longest begins at once, and the one that waits for jobs of the shared demo comes when they have run.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    static readonly string[] s_first = [nameof(GalleryTests), nameof(KeyboardCrawlTests), nameof(LivePageTests), nameof(HostileTextTests), nameof(ListTests), ChartGroup.Name];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(static one => PlaceOf(one.TestCollectionDisplayName)).ThenBy(static one => one.TestCollectionDisplayName, StringComparer.Ordinal)];

    static int PlaceOf(string name)
    {
        int place = Array.FindIndex(s_first, first => name.Contains(first, StringComparison.Ordinal));
        return name.Contains(nameof(FarmChartTests), StringComparison.Ordinal) ? int.MaxValue : place < 0 ? s_first.Length : place;
    }
}
