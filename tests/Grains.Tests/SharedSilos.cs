namespace BloxOs.Grains.Tests;

/// <summary>Classes whose farms and rigs do not meet run one after the other on the same two silos: starting a pair for each takes longer than the tests.</summary>
[CollectionDefinition]
public sealed class SharedSilos : ICollectionFixture<TwoSilos>;
