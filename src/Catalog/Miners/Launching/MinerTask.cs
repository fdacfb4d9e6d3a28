namespace BloxOs.Catalog.Miners.Launching;

/// <summary>One algorithm that a miner instance works on.</summary>
/// <param name="Algorithm">Id of the catalogue ("kawpow").</param>
/// <param name="Pools">The first is used; the others take over in this order when it fails. At least one.</param>
public sealed record MinerTask(string Algorithm, IReadOnlyList<MinerPool> Pools);
