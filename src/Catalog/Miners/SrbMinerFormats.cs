using System.Globalization;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>The formats of SRBMiner: a list of algorithms since 0.5; flat before, and in SRBMiner-CN with the speed in each device.</summary>
internal static class SrbMinerFormats
{
    static readonly string[] Windows = ["now", "1min", "5min", "1hr"];

    /// <summary>Whether this is a list of algorithms as it writes them: other programs have a list of this name, too.</summary>
    public static bool IsCurrent(JsonNode algorithms) =>
        algorithms.IsList && (algorithms.Length == 0 || algorithms.Items(ReadingRules.MaximumWork).Any(static a => a["pool"].IsObject || a["shares"].IsObject || a["hashrate"].IsObject));

    /// <summary>One algorithm; values per card are members "gpu0", "gpu1" and so on, in any order.</summary>
    public static MinerWork Current(JsonNode root, JsonNode algorithm)
    {
        var hashrate = algorithm["hashrate"];
        var places = Places(root);
        double? cpu = hashrate["cpu"]["total"].Rate();
        List<MinerGpuWork> gpus =
        [
            .. ByCard(hashrate["gpu"]).Select(g => new MinerGpuWork(places.GetValueOrDefault(g.Name), Index(g.Name)!.Value, g.Value.Rate(), new(
                algorithm["gpu_accepted_shares"][g.Name].Count(), algorithm["gpu_rejected_shares"][g.Name].Count(), null, algorithm["gpu_compute_errors"][g.Name].Count()))),
        ];
        double? total = Windows.Select(w => Window(hashrate[w])).FirstOrDefault(r => r is > 0);
        int threads = hashrate["cpu"].Members().Take(4096).Count(m => m.Name.StartsWith("thread", StringComparison.Ordinal));
        return new()
        {
            Algorithm = AlgorithmSpellings.ToId(algorithm["name"].Text()),
            Hashrate = ReadingRules.Total(total, gpus, cpu),
            Shares = Shares(algorithm["shares"]),
            Pool = ReadingRules.Pool(algorithm["pool"]["pool"].Text()),
            Difficulty = algorithm["pool"]["difficulty"].Number() is > 0 and var difficulty ? difficulty : null,
            CpuThreads = threads > 0 ? threads : null,
            Gpus = gpus,
        };
    }

    /// <summary>Everything at the root.</summary>
    public static MinerWork Flat(JsonNode root)
    {
        var places = Places(root);
        List<MinerGpuWork> gpus =
        [
            .. root["devices"].Items().Select((d, i) => new MinerGpuWork(PciPlace.FromBus(d["bus_id"].Number()), (int)(d["device_id"].Count() ?? i), d["hashrate"].Rate(),
                new(null, null, null, d["compute_errors"].Count()))),
            .. ByCard(root["gpu_hashrate"]).Select(g => new MinerGpuWork(places.GetValueOrDefault(g.Name), Index(g.Name)!.Value, g.Value.Rate())),
        ];
        var shares = root["shares"];
        return new()
        {
            Algorithm = AlgorithmSpellings.ToId(root["algorithm"].Text() ?? root["cryptonight_type"].Text()),
            Hashrate = ReadingRules.Total(root["hashrate_total_now"].Rate(), gpus),
            Shares = Shares(shares) with { Stale = shares["accepted_stale"].Count() },
            Pool = ReadingRules.Pool(root["pool"]["pool"].Text()),
            Difficulty = root["pool"]["difficulty"].Number(),
            Gpus = gpus,
        };
    }

    static MinerShares Shares(JsonNode shares) => new(shares["accepted"].Count(), shares["rejected"].Count());

    /// <summary>A number in some releases, an object per device with a total in others.</summary>
    static double? Window(JsonNode window) => window.IsObject ? window["total"].Rate() : window.Rate();

    static Dictionary<string, PciPlace?> Places(JsonNode root)
    {
        var places = new Dictionary<string, PciPlace?>(StringComparer.OrdinalIgnoreCase);
        foreach (var device in root["gpu_devices"].Items())
        {
            if (device["device"].Text() is { } name) { places[name] = PciPlace.FromBus(device["bus_id"].Number()); }
        }
        return places;
    }

    static IEnumerable<JsonMember> ByCard(JsonNode node) => node.Members().Where(m => Index(m.Name) is not null).Take(ReadingRules.MaximumGpus);

    /// <summary>The number in "gpu7" or "GPU7".</summary>
    static int? Index(string? name) =>
        name?.StartsWith("gpu", StringComparison.OrdinalIgnoreCase) is true && int.TryParse(name.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;
}
