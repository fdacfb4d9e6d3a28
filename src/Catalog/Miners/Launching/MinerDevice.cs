namespace BloxOs.Catalog.Miners.Launching;

/// <summary>One card that a miner instance may use.</summary>
/// <param name="Index">Its number as the miner counts: from 0, in the order of PCI addresses, among all cards of the vendors that the miner can use.</param>
/// <param name="BusId">PCI address, <c>0000:0a:00.0</c>.</param>
public sealed record MinerDevice(int Index, string BusId);
