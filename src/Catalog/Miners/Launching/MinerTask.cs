namespace BloxOs.Catalog.Miners.Launching;

/// <summary>One algorithm that a miner instance works on.</summary>
/// <param name="Algorithm">Id of the catalogue ("kawpow").</param>
/// <param name="Pools">The first is used; the others take over in this order when it fails. At least one.</param>
public sealed record MinerTask(string Algorithm, IReadOnlyList<MinerPool> Pools)
{
    /// <summary>
    /// The first pool and those with the same account, for a miner that takes one for all: no pool is to see the password of another. To the rest, which then come first, the
    /// agent changes.
    /// </summary>
    public IReadOnlyList<MinerPool> PoolsOfFirstAccount =>
        [.. Pools.Where(p => p.User == Pools[0].User && p.Worker == Pools[0].Worker && p.Password == Pools[0].Password)];
}
