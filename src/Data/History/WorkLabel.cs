namespace BloxOs.Data.History;

/// <summary>What one piece of work is: text that goes beside the numbers. Null is "not told".</summary>
/// <param name="Instance">Tells instances of the same miner apart.</param>
/// <param name="Miner">Name of the miner.</param>
/// <param name="Version">Its version.</param>
/// <param name="Algorithm">Algorithm id of the catalogue.</param>
/// <param name="Coin">Coin.</param>
/// <param name="Pool">Pool.</param>
public sealed record WorkLabel(int Instance, string? Miner, string? Version, string? Algorithm, string? Coin, string? Pool);
