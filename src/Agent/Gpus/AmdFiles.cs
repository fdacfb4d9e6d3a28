using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Gpus;

/// <summary>AMD cards as their driver shows them in <c>/sys/class/drm</c>.</summary>
/// <param name="roots">Where the kernel's files are.</param>
internal sealed class AmdFiles(SystemRoots roots)
{
    readonly PciCards _pci = new(roots);
    readonly AmdNames _names = new(roots);

    /// <summary>All cards that have a driver, and those that it gave up.</summary>
    public GpuReport Read()
    {
        string? version = SystemFile.Line(Path.Combine(roots.Sys, "module/amdgpu/version"));
        var cards = new List<GpuCard>();
        foreach (string folder in DrmCards.Of(Path.Combine(roots.Sys, "class/drm"), PciCards.AmdVendor))
        {
            var card = AmdCard.Read(folder, _names, version);
            if (card is not null && cards.TrueForAll(c => c.Inventory.BusId != card.Inventory.BusId)) { cards.Add(card); }
        }
        return new() { Cards = cards, Dead = GivenUp(cards), Complete = cards.Count > 0 };
    }

    /// <summary>Cards on the bus that the driver is loaded for and did not take: it failed to start them.</summary>
    DeadGpu[] GivenUp(List<GpuCard> cards)
    {
        if (!Directory.Exists(Path.Combine(roots.Sys, "module/amdgpu"))) { return []; }
        return [.. _pci.Of(PciCards.AmdVendor)
            .Where(b => !_pci.HasDriver(b) && cards.TrueForAll(c => c.Inventory.BusId != b))
            .Select(b => new DeadGpu(b, "the amdgpu driver did not start the card"))];
    }
}
