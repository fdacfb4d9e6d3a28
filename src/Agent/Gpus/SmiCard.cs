using BloxOs.Protocol;

namespace BloxOs.Agent.Gpus;

/// <summary>A card as one of AMD's tools numbers it; the tools do not always tell its address.</summary>
/// <param name="Number">The tool's own number.</param>
/// <param name="Inventory">Without a bus id when the tool did not tell it.</param>
/// <param name="Stats">Readings.</param>
internal sealed record SmiCard(int Number, GpuInventory Inventory, GpuStats Stats);
