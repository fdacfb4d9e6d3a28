using System.Collections.Immutable;
using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Flags;

namespace BloxOs.Grains.Commands;

/// <summary>What may be wanted of a rig. The agent checks again: its own limits are the last word.</summary>
public static class WantedRules
{
    /// <summary>Miner instances of one rig.</summary>
    public const int MostMiners = 16;

    /// <summary>Algorithms of one instance.</summary>
    public const int MostAlgorithms = 3;

    /// <summary>Pools of one algorithm.</summary>
    public const int MostPools = 8;

    /// <summary>Extra arguments of one instance.</summary>
    public const int MostArguments = 64;

    /// <summary>Longest argument, account or path.</summary>
    public const int LongestText = 200;

    /// <summary>Longest name of a miner instance.</summary>
    public const int LongestName = 32;

    /// <summary>Bytes of it all as JSON, by the upper bound of <see cref="Bytes(WantedWork)"/>: what is sent to a rig has to fit into one message of 64 KiB.</summary>
    public const int MostBytes = 60 * 1024;

    const int MostDevices = 64, LongestWord = 40, LongestSealed = 2_000;

    /// <summary>Checks all of it.</summary>
    /// <exception cref="ArgumentException">Something is not allowed; the message says what, for people.</exception>
    public static void Check(WantedWork work)
    {
        foreach (var miner in work.Miners ?? []) { Check(miner); }
        var miners = work.Miners ?? [];
        if (miners.Length > MostMiners) { throw new ArgumentException($"A rig has at most {MostMiners} miners."); }
        var twice = miners.GroupBy(static m => m.Name, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1);
        if (twice is not null) { throw new ArgumentException($"Two miners have the name {twice.Key}."); }
        if (Bytes(work) > MostBytes) { throw new ArgumentException($"That is too much for one rig: together its miners take more than {MostBytes / 1024} KiB. Shorten arguments, accounts or passwords, or take pools away."); }
        if (work.Recovery is { } recovery) { Check(recovery); }
    }

    /// <summary>Whether this can be the name of a miner instance.</summary>
    public static bool IsName(string? name) => name is { Length: >= 1 and <= LongestName } && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Whether this can be the version of an agent: digits, letters, dots, hyphens and a plus.</summary>
    public static bool IsVersion(string? version) => version is { Length: >= 1 and <= LongestWord } && version.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+');

    static void Check(WantedMiner miner)
    {
        if (!IsName(miner.Name)) { throw new ArgumentException($"The name of a miner has 1 to {LongestName} of a-z, 0-9 and hyphen."); }
        string where = $"Miner {miner.Name}: ";
        if (!IsWord(miner.Miner)) { throw new ArgumentException(where + "choose which program it is."); }
        if (miner.Program is { } program && !IsBelow(program)) { throw new ArgumentException(where + "the path of the program is relative, without \"..\"."); }
        if (miner.Algorithms.Length is < 1 or > MostAlgorithms) { throw new ArgumentException(where + $"it needs 1 to {MostAlgorithms} algorithms."); }
        foreach (var algorithm in miner.Algorithms) { Check(algorithm, where); }
        if (miner.Devices.Length > MostDevices || !miner.Devices.All(static d => IsPlain(d, LongestWord))) { throw new ArgumentException(where + $"at most {MostDevices} cards, by their bus ids."); }
        if (miner.CpuThreads is < 1 or > 4096) { throw new ArgumentException(where + "it has 1 to 4096 processor threads."); }
        if (miner.Arguments.Length > MostArguments || !miner.Arguments.All(static a => IsPlain(a, LongestText)))
        {
            throw new ArgumentException(where + $"at most {MostArguments} arguments of {LongestText} characters, without line breaks.");
        }
        // What a program that is not in the catalogue takes, only its rig can know: its agent refuses what it does not know.
        if (MinerCatalog.Find(miner.Miner) is { } known && ExtraArguments.Check(known, miner.Arguments).Refusal is { } refusal) { throw new ArgumentException($"{where}further arguments: {refusal}."); }
        if (miner.LeastHashrate is { } least && !(least >= 0 && double.IsFinite(least))) { throw new ArgumentException(where + "the least hashrate is a number of hashes per second."); }
    }

    static void Check(WantedAlgorithm algorithm, string where)
    {
        if (!IsWord(algorithm.Algorithm)) { throw new ArgumentException(where + "choose an algorithm."); }
        if (algorithm.Coin is { } coin && !IsPlain(coin, LongestWord)) { throw new ArgumentException(where + "the coin is a short word."); }
        if (algorithm.Pools.Length is < 1 or > MostPools) { throw new ArgumentException(where + $"{algorithm.Algorithm} needs 1 to {MostPools} pools."); }
        foreach (var pool in algorithm.Pools)
        {
            if (!IsHost(pool.Host)) { throw new ArgumentException(where + "the pool is a host name or address, without stratum:// and port."); }
            if (pool.Port is < 1 or > 65535) { throw new ArgumentException(where + $"the port of {pool.Host} is 1 to 65535."); }
            if (!IsPlain(pool.User, LongestText)) { throw new ArgumentException(where + $"{pool.Host} needs a wallet or account, at most {LongestText} characters."); }
            if (pool.Worker is { } worker && !IsPlain(worker, 64)) { throw new ArgumentException(where + "the worker has at most 64 characters."); }
            if (pool.SealedPassword is { Length: > LongestSealed }) { throw new ArgumentException(where + "the password is too long."); }
        }
    }

    static void Check(WantedRecovery recovery)
    {
        if (recovery.RebootsInSixHours is < 0 or > 20) { throw new ArgumentException("Reboots in six hours: 0 to 20."); }
        if (!InRange(recovery.LowHashratePercent, 1, 100)) { throw new ArgumentException("The low hashrate is 1 to 100 percent."); }
        if (!InRange(recovery.StopCoreCelsius, 40, 110)) { throw new ArgumentException("Miners stop at a core temperature of 40 to 110 °C."); }
        if (!InRange(recovery.StopMemoryCelsius, 40, 120)) { throw new ArgumentException("Miners stop at a memory temperature of 40 to 120 °C."); }
    }

    static bool InRange(double? value, double low, double high) => value is null || (value >= low && value <= high);

    /// <summary>What the message to the rig takes at most, bytes: the names of its members and numbers at their longest, texts as JSON writes them.</summary>
    public static int Bytes(WantedWork work) => 512 + (work.Miners ?? []).Sum(Bytes);

    static int Bytes(WantedMiner miner) => 256 + Bytes(miner.Name) + Bytes(miner.Miner) + Bytes(miner.Program) + miner.Arguments.Sum(static a => Bytes(a) + 3) + miner.Devices.Sum(static d => Bytes(d) + 3)
        + miner.Algorithms.Sum(static a => 64 + Bytes(a.Algorithm) + Bytes(a.Coin) + a.Pools.Sum(static p => 96 + Bytes(p.Host) + Bytes(p.User) + Bytes(p.Worker) + PasswordBytes(p.SealedPassword)));

    /// <summary>JSON writes what is not plain ASCII, and &lt;, &gt;, &amp;, + and quotes, in 6 bytes.</summary>
    static int Bytes(string? text) => text is null ? 0 : System.Text.Json.JsonEncodedText.Encode(text).EncodedUtf8Bytes.Length;

    /// <summary>It is sealed in base64, which is 3 bytes in 4 characters, each of which may become 6.</summary>
    static int PasswordBytes(string? closed) => closed is null ? 0 : closed.Length / 4 * 18;

    static bool IsWord(string? text) => text is { Length: >= 1 and <= LongestWord } && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '/');

    static bool IsPlain(string? text, int longest) => text is { Length: >= 1 } && text.Length <= longest && !text.Any(char.IsControl) && text.EnumerateRunes().All(static r => r != System.Text.Rune.ReplacementChar);

    static bool IsHost(string? host) => host is { Length: >= 1 and <= 253 } && host.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':') && Uri.CheckHostName(host) != UriHostNameType.Unknown;

    static bool IsBelow(string path) => IsPlain(path, LongestText) && path[0] != '/' && !path.Contains('\\', StringComparison.Ordinal) && !path.Split('/').Contains("..");
}
