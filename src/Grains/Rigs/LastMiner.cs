namespace BloxOs.Grains.Rigs;

/// <summary>A miner that ran on a rig, without its figures: those are old at once.</summary>
/// <param name="Miner">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Algorithm">Algorithm id of the catalogue.</param>
/// <param name="Coin">Coin, when it was known.</param>
/// <param name="Pool">Pool.</param>
[GenerateSerializer, Immutable, Alias("bloxos.last-miner")]
public sealed record LastMiner(
    [property: Id(0)] string? Miner, [property: Id(1)] string? Version, [property: Id(2)] string? Algorithm, [property: Id(3)] string? Coin, [property: Id(4)] string? Pool);
