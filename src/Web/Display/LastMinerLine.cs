namespace BloxOs.Web.Display;

/// <summary>A miner that ran.</summary>
/// <param name="Miner">Name and version.</param>
/// <param name="Algorithm">Algorithm for people.</param>
/// <param name="Coin">Coin; null when unknown.</param>
/// <param name="Pool">Host and port; null when unknown.</param>
internal sealed record LastMinerLine(string Miner, string Algorithm, string? Coin, string? Pool);
