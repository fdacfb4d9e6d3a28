using System.Collections.Immutable;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>The wire's inventory as the grains know it: texts bounded and safe, cards in order, counts checked.</summary>
internal static class InventoryMapping
{
    const int MaxAddresses = 16;

    /// <summary>Maps an inventory.</summary>
    /// <exception cref="MessageFault">More cards than a rig can have, or two with one index.</exception>
    public static RigInventory ToRigInventory(this Inventory? inventory, string? agentVersion, TextPool texts)
    {
        if (inventory is null) { return new() { AgentVersion = texts.Share(agentVersion) }; }
        var gpus = inventory.Gpus ?? [];
        if (gpus.Count > ProtocolLimits.Gpus) { throw new MessageFault(CloseCodes.Policy, $"more than {ProtocolLimits.Gpus} GPUs"); }
        return new()
        {
            HostName = texts.Share(inventory.HostName),
            OperatingSystem = texts.Share(inventory.OperatingSystem),
            Kernel = texts.Share(inventory.Kernel),
            BootId = Safe(inventory.BootId),
            Addresses = [.. (inventory.Addresses ?? []).OfType<string>().Take(MaxAddresses).Select(SafeText.Of)],
            CpuModel = texts.Share(inventory.CpuModel),
            CpuThreads = inventory.CpuThreads is > 0 and <= 4096 ? inventory.CpuThreads : null,
            MemoryBytes = inventory.MemoryBytes is > 0 ? inventory.MemoryBytes : null,
            Board = texts.Share(inventory.Board),
            DiskBytes = inventory.DiskBytes is > 0 ? inventory.DiskBytes : null,
            DiskReadOnly = inventory.DiskReadOnly,
            CanReboot = inventory.CanReboot,
            Gpus = MapGpus(gpus, texts),
            AgentVersion = texts.Share(agentVersion),
        };
    }

    static ImmutableArray<GpuDescription> MapGpus(IReadOnlyList<GpuInventory> gpus, TextPool texts)
    {
        var seen = new HashSet<int>();
        var mapped = new List<GpuDescription>(gpus.Count);
        foreach (var gpu in gpus)
        {
            if (gpu is null || gpu.Index is < 0 or >= ProtocolLimits.Gpus || !seen.Add(gpu.Index))
            {
                throw new MessageFault(CloseCodes.Policy, "a GPU with an impossible or repeated index");
            }
            mapped.Add(new()
            {
                Index = gpu.Index,
                BusId = texts.Share(gpu.BusId),
                Uuid = Safe(gpu.Uuid),
                Vendor = texts.Share(gpu.Vendor),
                Model = texts.Share(gpu.Model),
                MemoryBytes = gpu.MemoryBytes is > 0 ? gpu.MemoryBytes : null,
                MemoryVendor = texts.Share(gpu.MemoryVendor),
                Board = texts.Share(gpu.Board),
                PcieGenerationMax = gpu.PcieGenerationMax is > 0 and <= 16 ? gpu.PcieGenerationMax : null,
                PcieWidthMax = gpu.PcieWidthMax is > 0 and <= 64 ? gpu.PcieWidthMax : null,
                Vbios = texts.Share(gpu.Vbios),
                Driver = texts.Share(gpu.Driver),
                PowerLimitMinWatts = Watts(gpu.PowerLimitMinWatts),
                PowerLimitDefaultWatts = Watts(gpu.PowerLimitDefaultWatts),
                PowerLimitMaxWatts = Watts(gpu.PowerLimitMaxWatts),
            });
        }
        mapped.Sort((a, b) => a.Index.CompareTo(b.Index));
        return [.. mapped];
    }

    static string? Safe(string? text) => text is null ? null : SafeText.Of(text);

    static float? Watts(double? watts) => watts is > 0 and <= 10_000 ? (float)watts : null;
}
