using System.Collections.Immutable;

namespace BloxOs.Grains.Rigs;

/// <summary>What a rig is made of, as its agent last said.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-inventory")]
public sealed record RigInventory
{
    /// <summary>Nothing is known.</summary>
    public static RigInventory Empty { get; } = new();

    /// <summary>Host name.</summary>
    [Id(0)] public string? HostName { get; init; }

    /// <summary>Name and version of the distribution.</summary>
    [Id(1)] public string? OperatingSystem { get; init; }

    /// <summary>Kernel release.</summary>
    [Id(2)] public string? Kernel { get; init; }

    /// <summary>Changes with every boot.</summary>
    [Id(3)] public string? BootId { get; init; }

    /// <summary>Addresses in the rig's own network.</summary>
    [Id(4)] public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>Model of the processor.</summary>
    [Id(5)] public string? CpuModel { get; init; }

    /// <summary>Hardware threads.</summary>
    [Id(6)] public int? CpuThreads { get; init; }

    /// <summary>Memory, bytes.</summary>
    [Id(7)] public long? MemoryBytes { get; init; }

    /// <summary>The cards by index.</summary>
    [Id(8)] public ImmutableArray<GpuDescription> Gpus { get; init; } = [];

    /// <summary>Version of the agent.</summary>
    [Id(9)] public string? AgentVersion { get; init; }

    /// <summary>Maker and model of the mainboard.</summary>
    [Id(10)] public string? Board { get; init; }

    /// <summary>Size of the file system that the system runs from, bytes.</summary>
    [Id(11)] public long? DiskBytes { get; init; }

    /// <summary>That file system takes no writes.</summary>
    [Id(12)] public bool? DiskReadOnly { get; init; }

    /// <summary>Its agent may reboot it and switch it off; null: not known.</summary>
    [Id(13)] public bool? CanReboot { get; init; }

    /// <summary>Equal part by part; the record's own equality compares arrays by reference.</summary>
    public bool SameAs(RigInventory other) =>
        other.Addresses.AsSpan().SequenceEqual(Addresses.AsSpan())
        && other.Gpus.AsSpan().SequenceEqual(Gpus.AsSpan())
        && this with { Addresses = [], Gpus = [] } == other with { Addresses = [], Gpus = [] };
}

/// <summary>One card.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.gpu-description")]
public sealed record GpuDescription
{
    /// <summary>Number in the inventory; readings refer to it.</summary>
    [Id(0)] public int Index { get; init; }

    /// <summary>PCI address, <c>0000:0a:00.0</c>.</summary>
    [Id(1)] public string? BusId { get; init; }

    /// <summary>The vendor's unique id.</summary>
    [Id(2)] public string? Uuid { get; init; }

    /// <summary>nvidia, amd or intel.</summary>
    [Id(3)] public string? Vendor { get; init; }

    /// <summary>Model as the driver names it.</summary>
    [Id(4)] public string? Model { get; init; }

    /// <summary>Memory, bytes.</summary>
    [Id(5)] public long? MemoryBytes { get; init; }

    /// <summary>Version of the card's BIOS.</summary>
    [Id(6)] public string? Vbios { get; init; }

    /// <summary>Version of the driver.</summary>
    [Id(7)] public string? Driver { get; init; }

    /// <summary>Lowest power limit, watts.</summary>
    [Id(8)] public float? PowerLimitMinWatts { get; init; }

    /// <summary>Default power limit, watts.</summary>
    [Id(9)] public float? PowerLimitDefaultWatts { get; init; }

    /// <summary>Highest power limit, watts.</summary>
    [Id(10)] public float? PowerLimitMaxWatts { get; init; }

    /// <summary>Maker of the memory chips.</summary>
    [Id(11)] public string? MemoryVendor { get; init; }

    /// <summary>Who built the card around the chip.</summary>
    [Id(12)] public string? Board { get; init; }

    /// <summary>Highest PCI Express generation of card and slot.</summary>
    [Id(13)] public int? PcieGenerationMax { get; init; }

    /// <summary>Most PCI Express lanes of card and slot.</summary>
    [Id(14)] public int? PcieWidthMax { get; init; }
}
