using System.Security.Cryptography;

namespace BloxOs.Protocol;

/// <summary>
/// Tells both sides whether a rig has what the server believes that it has: SHA-256 over a <see cref="Desired"/> as it goes over the wire, without its
/// passwords, which a digest would give away to whoever guesses them.
/// </summary>
public static class DesiredDigest
{
    /// <summary>64 hexadecimal digits in lower case.</summary>
    public static string Of(Desired desired) => Convert.ToHexStringLower(SHA256.HashData(ProtocolJson.ToUtf8(WithoutPasswords(desired))));

    static Desired WithoutPasswords(Desired desired)
    {
        if (desired.Miners is not { } miners) { return desired; }
        var bare = new List<DesiredMiner>(miners.Count);
        foreach (var miner in miners)
        {
            if (miner?.Algorithms is not { } algorithms) { bare.Add(miner!); continue; }
            var without = new List<DesiredAlgorithm>(algorithms.Count);
            foreach (var algorithm in algorithms) { without.Add(algorithm?.Pools is { } pools ? algorithm with { Pools = WithoutPasswords(pools) } : algorithm!); }
            bare.Add(miner with { Algorithms = without });
        }
        return desired with { Miners = bare };
    }

    static List<DesiredPool> WithoutPasswords(IReadOnlyList<DesiredPool> pools)
    {
        var bare = new List<DesiredPool>(pools.Count);
        foreach (var pool in pools) { bare.Add(pool?.Password is null ? pool! : pool with { Password = null }); }
        return bare;
    }
}
