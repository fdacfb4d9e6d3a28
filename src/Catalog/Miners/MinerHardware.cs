namespace BloxOs.Catalog.Miners;

/// <summary>What a miner computes on.</summary>
[Flags]
public enum MinerHardware
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Cards of NVIDIA.</summary>
    Nvidia = 1,

    /// <summary>Cards of AMD.</summary>
    Amd = 2,

    /// <summary>Cards of Intel.</summary>
    Intel = 4,

    /// <summary>The processor.</summary>
    Cpu = 8,

    /// <summary>A machine made for one algorithm, with firmware of its own: read only, never started by an agent.</summary>
    Asic = 16,
}
