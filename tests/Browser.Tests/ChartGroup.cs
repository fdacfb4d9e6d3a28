namespace BloxOs.Browser.Tests;

/// <summary>Classes that share one rig with a past, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ChartGroup : ICollectionFixture<ChartWorld>
{
    /// <summary>Name of the group.</summary>
    public const string Name = "charts";
}
