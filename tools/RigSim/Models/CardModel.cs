namespace BloxOs.RigSim.Models;

/// <summary>A kind of graphics card, with the numbers that it shows while it mines.</summary>
/// <param name="Vendor">nvidia or amd, as on the wire.</param>
/// <param name="Name">As the driver names it.</param>
/// <param name="MemoryGigabytes">Size of its memory.</param>
/// <param name="MinWatts">Lowest power limit.</param>
/// <param name="DefaultWatts">Power limit out of the box.</param>
/// <param name="MaxWatts">Highest power limit.</param>
/// <param name="MiningWatts">Power draw of a tuned card.</param>
/// <param name="CoreMegahertz">Core clock while mining.</param>
/// <param name="MemoryMegahertz">Memory clock while mining.</param>
/// <param name="MemorySpeed">Speed in algorithms bound by memory, an RTX 3070 being 1.</param>
/// <param name="CoreSpeed">Speed in algorithms bound by the core, an RTX 3070 being 1.</param>
/// <param name="Hotspot">Reports a hotspot temperature.</param>
/// <param name="MemoryTemperature">Reports a memory temperature.</param>
public sealed record CardModel(
    string Vendor, string Name, int MemoryGigabytes,
    double MinWatts, double DefaultWatts, double MaxWatts, double MiningWatts,
    double CoreMegahertz, double MemoryMegahertz, double MemorySpeed, double CoreSpeed,
    bool Hotspot = true, bool MemoryTemperature = true);
