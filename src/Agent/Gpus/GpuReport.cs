using BloxOs.Protocol;

namespace BloxOs.Agent.Gpus;

/// <summary>One card as its vendor's tool describes it; the index of both parts is given later, by <see cref="GpuRoster"/>.</summary>
/// <param name="Inventory">Has at least a bus id.</param>
/// <param name="Stats">Readings; with a fault when the card is listed but dead.</param>
internal sealed record GpuCard(GpuInventory Inventory, GpuStats Stats);

/// <summary>A card of which only the address and the fault are known.</summary>
/// <param name="BusId">Normalised PCI address.</param>
/// <param name="Fault">Why it is dead.</param>
internal sealed record DeadGpu(string BusId, string Fault);

/// <summary>What one reading of one vendor found.</summary>
internal sealed record GpuReport
{
    /// <summary>No card, and nothing wrong: the normal state of a rig without this vendor.</summary>
    public static GpuReport None { get; } = new() { Complete = true };

    /// <summary>Cards that answer.</summary>
    public IReadOnlyList<GpuCard> Cards { get; init; } = [];

    /// <summary>Cards that are named as dead.</summary>
    public IReadOnlyList<DeadGpu> Dead { get; init; } = [];

    /// <summary>The tool listed all that it knows: a card that was there before and is not in it is gone. False: nothing is known of the others.</summary>
    public bool Complete { get; init; }

    /// <summary>Why the reading failed as a whole or in part, for people; null when it did not.</summary>
    public string? Problem { get; init; }
}
