using System.Globalization;
using BloxOs.Catalog.Algorithms;
using BloxOs.Catalog.Miners;
using BloxOs.Grains.Commands;

namespace BloxOs.Web.Commands;

/// <summary>Says in words what a rig is to do.</summary>
internal static class WorkWords
{
    /// <summary>"T-Rex; KawPow at pool.example:3333 as wallet; cards 0000:0a:00.0".</summary>
    public static string Summary(WantedMiner miner)
    {
        var parts = new List<string> { (MinerCatalog.Find(miner.Miner)?.Title ?? miner.Miner) + (miner.Program is null ? "" : $" ({miner.Program})") + (miner.Enabled ? "" : ", off") };
        foreach (var algorithm in miner.Algorithms)
        {
            string pools = string.Join(", then ", algorithm.Pools.Select(static p => $"{p.Host}:{p.Port.ToString(CultureInfo.InvariantCulture)}{(p.Tls ? " over TLS" : "")} as {p.User}{(p.Worker is null ? "" : "." + p.Worker)}"));
            parts.Add($"{AlgorithmCatalog.Get(algorithm.Algorithm).Title}{(algorithm.Coin is null ? "" : $" ({algorithm.Coin})")} at {pools}");
        }
        if (!miner.Devices.IsEmpty) { parts.Add("cards " + string.Join(", ", miner.Devices)); }
        if (miner.CpuThreads is { } threads) { parts.Add(string.Create(CultureInfo.InvariantCulture, $"{threads} threads")); }
        if (!miner.Arguments.IsEmpty) { parts.Add(string.Join(' ', miner.Arguments)); }
        if (miner.LeastHashrate is { } least) { parts.Add(string.Create(CultureInfo.InvariantCulture, $"at least {least} H/s")); }
        return string.Join("; ", parts);
    }

    /// <summary>"T-Rex: KawPow (RVN) at pool.example:3333": for everybody who may look, so without accounts and arguments.</summary>
    public static string Plan(WantedMiner miner)
    {
        var work = miner.Algorithms.Select(static a => AlgorithmCatalog.Get(a.Algorithm).Title + (a.Coin is null ? "" : $" ({a.Coin})")
            + (a.Pools.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $" at {a.Pools[0].Host}:{a.Pools[0].Port}{(a.Pools.Length > 1 ? $" and {a.Pools.Length - 1} more" : "")}") : ""));
        string cards = miner.Devices.IsEmpty ? "" : string.Create(CultureInfo.InvariantCulture, $", on {miner.Devices.Length} {(miner.Devices.Length == 1 ? "card" : "cards")}");
        return $"{MinerCatalog.Find(miner.Miner)?.Title ?? miner.Miner}: {string.Join(" + ", work)}{cards}{(miner.Enabled ? "" : ", off")}";
    }

    /// <summary>"on, 3 reboots in 6 h, core 90 °C"; null for the agent's defaults.</summary>
    public static string? Summary(WantedRecovery? recovery)
    {
        if (recovery is null) { return null; }
        string?[] parts =
        [
            recovery.Enabled ? "on" : "off",
            recovery.RebootsInSixHours is { } reboots ? string.Create(CultureInfo.InvariantCulture, $"{reboots} reboots in 6 h") : null,
            recovery.LowHashratePercent is { } low ? string.Create(CultureInfo.InvariantCulture, $"below {low} %") : null,
            recovery.StopCoreCelsius is { } core ? string.Create(CultureInfo.InvariantCulture, $"core {core} °C") : null,
            recovery.StopMemoryCelsius is { } memory ? string.Create(CultureInfo.InvariantCulture, $"memory {memory} °C") : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }
}
