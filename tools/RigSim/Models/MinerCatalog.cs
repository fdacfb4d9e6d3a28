namespace BloxOs.RigSim.Models;

/// <summary>A kind of mining software and what it can do on which cards.</summary>
internal sealed record MinerModel(string Name, string Version, string[] Vendors, string[] Algorithms);

/// <summary>The miners that fake rigs run, and which coin goes with which algorithm.</summary>
internal static class MinerCatalog
{
    public static readonly MinerModel TRex = new("T-Rex", "0.26.8", ["nvidia"], ["kawpow", "autolykos2", "octopus", "etchash", "firopow"]);
    public static readonly MinerModel LolMiner = new("lolMiner", "1.98", ["nvidia", "amd"], ["autolykos2", "etchash", "equihash125_4", "nexapow", "fishhash", "karlsenhash", "pyrinhash", "beamhash3"]);
    public static readonly MinerModel TeamRedMiner = new("TeamRedMiner", "0.10.21", ["amd"], ["kawpow", "autolykos2", "etchash", "kheavyhash", "firopow", "fishhash"]);
    public static readonly MinerModel GMiner = new("GMiner", "3.44", ["nvidia", "amd"], ["kawpow", "equihash125_4", "octopus", "etchash", "autolykos2", "beamhash3", "cuckoo29"]);
    public static readonly MinerModel Rigel = new("Rigel", "1.17.4", ["nvidia"], ["autolykos2", "nexapow", "dynexsolve", "kheavyhash", "octopus", "fishhash", "karlsenhash", "pyrinhash"]);
    public static readonly MinerModel XmRig = new("XMRig", "6.22.0", [], ["randomx"]);

    static readonly MinerModel[] OnCards = [TRex, LolMiner, TeamRedMiner, GMiner, Rigel];

    /// <summary>Every pair of miner and algorithm for cards of this vendor.</summary>
    public static readonly IReadOnlyDictionary<string, (MinerModel Miner, string Algorithm)[]> ByVendor = new[] { "nvidia", "amd" }
        .ToDictionary(v => v, v => OnCards.Where(m => m.Vendors.Contains(v)).SelectMany(m => m.Algorithms.Select(a => (m, a))).ToArray());

    /// <summary>Pairs that run at once: primary, secondary.</summary>
    public static readonly (MinerModel Miner, string Vendor, string First, string Second)[] Dual =
    [
        (Rigel, "nvidia", "autolykos2", "kheavyhash"),
        (Rigel, "nvidia", "octopus", "karlsenhash"),
        (LolMiner, "nvidia", "autolykos2", "pyrinhash"),
        (LolMiner, "amd", "etchash", "pyrinhash"),
        (TeamRedMiner, "amd", "autolykos2", "kheavyhash"),
    ];

    /// <summary>The coin that is mined with an algorithm here.</summary>
    public static string CoinOf(string algorithm) => algorithm switch
    {
        "kawpow" => "RVN",
        "etchash" => "ETC",
        "autolykos2" => "ERG",
        "octopus" => "CFX",
        "firopow" => "FIRO",
        "fishhash" => "IRON",
        "equihash125_4" => "FLUX",
        "beamhash3" => "BEAM",
        "cuckoo29" => "AE",
        "nexapow" => "NEXA",
        "dynexsolve" => "DNX",
        "kheavyhash" => "KAS",
        "karlsenhash" => "KLS",
        "pyrinhash" => "PYI",
        "randomx" => "XMR",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "no coin is known for this algorithm"),
    };

    /// <summary>An invented pool: a name that can never exist on the internet.</summary>
    public static string PoolOf(string coin, char which) =>
        $"{coin.ToLowerInvariant()}.pool-{which}.{(which == 'b' ? "invalid" : "example.com")}:{4000 + coin[0] * 10 + which % 10}";
}
