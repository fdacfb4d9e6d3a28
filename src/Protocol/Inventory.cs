namespace BloxOs.Protocol;

/// <summary>What a rig is made of: changes rarely, so it is not part of each sample.</summary>
public sealed record Inventory
{
    /// <summary>Host name.</summary>
    public string? HostName { get; init; }

    /// <summary>Name and version of the distribution.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Kernel release.</summary>
    public string? Kernel { get; init; }

    /// <summary>Changes with every boot.</summary>
    public string? BootId { get; init; }

    /// <summary>Addresses of the rig in its own network.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    /// <summary>Model of the processor.</summary>
    public string? CpuModel { get; init; }

    /// <summary>Hardware threads.</summary>
    public int? CpuThreads { get; init; }

    /// <summary>Memory, bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Maker and model of the mainboard.</summary>
    public string? Board { get; init; }

    /// <summary>Size of the file system that the system runs from, bytes.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>That file system takes no writes: mounted so, or the kernel gave up on the disk.</summary>
    public bool? DiskReadOnly { get; init; }

    /// <summary>Whether the agent may reboot the rig and switch it off; absent: not known.</summary>
    public bool? CanReboot { get; init; }

    /// <summary>The cards, ordered by bus id; empty is a normal state.</summary>
    public IReadOnlyList<GpuInventory>? Gpus { get; init; }

    /// <inheritdoc cref="AgentMessage.ToString"/>
    public override string ToString() => nameof(Inventory);
}

/// <summary>One card.</summary>
public sealed record GpuInventory
{
    /// <summary>Number in this inventory, from 0; samples refer to it.</summary>
    public int Index { get; init; }

    /// <summary>PCI address, <c>0000:0a:00.0</c>: lower case, four digits of domain.</summary>
    public string? BusId { get; init; }

    /// <summary>The vendor's unique id, where it has one.</summary>
    public string? Uuid { get; init; }

    /// <summary><c>nvidia</c>, <c>amd</c> or <c>intel</c>.</summary>
    public string? Vendor { get; init; }

    /// <summary>Model as the driver names it.</summary>
    public string? Model { get; init; }

    /// <summary>Memory, bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Maker of the memory chips ("samsung"), where the driver tells.</summary>
    public string? MemoryVendor { get; init; }

    /// <summary>Who built the card around the chip ("ASUS"), or the PCI ids of it.</summary>
    public string? Board { get; init; }

    /// <summary>Highest PCI Express generation that card and slot can both do.</summary>
    public int? PcieGenerationMax { get; init; }

    /// <summary>Most PCI Express lanes that card and slot can both use.</summary>
    public int? PcieWidthMax { get; init; }

    /// <summary>Version of the card's BIOS.</summary>
    public string? Vbios { get; init; }

    /// <summary>Version of the driver.</summary>
    public string? Driver { get; init; }

    /// <summary>Lowest power limit that the card accepts, watts.</summary>
    public double? PowerLimitMinWatts { get; init; }

    /// <summary>Power limit that the card starts with, watts.</summary>
    public double? PowerLimitDefaultWatts { get; init; }

    /// <summary>Highest power limit that the card accepts, watts.</summary>
    public double? PowerLimitMaxWatts { get; init; }

    /// <inheritdoc cref="AgentMessage.ToString"/>
    public override string ToString() => nameof(GpuInventory);
}
