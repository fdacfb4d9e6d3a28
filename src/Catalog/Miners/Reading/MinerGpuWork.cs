namespace BloxOs.Catalog.Miners.Reading;

/// <summary>What one card does for one algorithm.</summary>
/// <param name="Place">Where it is plugged in; null when the miner does not tell.</param>
/// <param name="Index">The miner's number for it.</param>
/// <param name="Hashrate">Hashes per second; null when it is not known.</param>
/// <param name="Shares">Its shares.</param>
public sealed record MinerGpuWork(PciPlace? Place, int Index, double? Hashrate, MinerShares Shares = default);
