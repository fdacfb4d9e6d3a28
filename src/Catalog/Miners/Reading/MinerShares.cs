namespace BloxOs.Catalog.Miners.Reading;

/// <summary>Shares since the miner started. What a miner does not tell is null, which is not 0.</summary>
/// <param name="Accepted">Taken by the pool.</param>
/// <param name="Rejected">Refused by the pool.</param>
/// <param name="Stale">Too late.</param>
/// <param name="Invalid">Failed the miner's own check.</param>
public readonly record struct MinerShares(long? Accepted = null, long? Rejected = null, long? Stale = null, long? Invalid = null);
