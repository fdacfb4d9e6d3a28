using BloxOs.Agent.Control;
using BloxOs.Catalog.Miners;
using BloxOs.Protocol;

namespace BloxOs.Agent.Recovery;

/// <summary>Which cards a wanted miner uses.</summary>
internal static class MinerCards
{
    /// <summary>Bus ids of all cards that are meant for it, those in quarantine too, in order.</summary>
    public static IReadOnlyList<string> Meant(MinerStatus miner, Inventory inventory)
    {
        if (MinerCatalog.Find(miner.Wanted.Miner) is not { } kind) { return []; }
        var named = miner.Wanted.Devices;
        return
        [
            .. (inventory.Gpus ?? []).Where(g => g.BusId is not null && kind.Hardware.HasFlag(HardwareOf(g.Vendor)))
                .Select(g => g.BusId!).Where(b => named is null || named.Contains(b, StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Those that it uses.</summary>
    public static IReadOnlyList<string> Used(MinerStatus miner, Inventory inventory) =>
        [.. Meant(miner, inventory).Where(c => !miner.Quarantined.Contains(c, StringComparer.OrdinalIgnoreCase))];

    static MinerHardware HardwareOf(string? vendor) => vendor switch
    {
        "nvidia" => MinerHardware.Nvidia,
        "amd" => MinerHardware.Amd,
        "intel" => MinerHardware.Intel,
        _ => MinerHardware.Asic,
    };
}
