namespace BloxOs.Browser.Tests;

/// <summary>Classes that share one <see cref="OwnedServer"/>: what they make is theirs, in farms of their own where it would be counted.</summary>
[CollectionDefinition(Name)]
public sealed class OwnedGroup : ICollectionFixture<OwnedServer>
{
    internal const string Name = "owned";
}
