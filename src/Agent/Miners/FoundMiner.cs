using System.Net;
using BloxOs.Catalog.Miners;

namespace BloxOs.Agent.Miners;

/// <summary>A miner that runs on this rig, whoever started it.</summary>
/// <param name="Miner">What it is.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="StartTicks">Its start, which with the id names it for ever.</param>
/// <param name="Candidates">Where its API may be, the likeliest first; never beyond this machine.</param>
internal sealed record FoundMiner(MinerDescriptor Miner, int ProcessId, long StartTicks, IReadOnlyList<IPEndPoint> Candidates);
