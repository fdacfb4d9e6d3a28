using BloxOs.Catalog.Miners.Flags;

namespace BloxOs.Catalog.Miners.Launching;

/// <summary>Refuses a launch that is not possible or not allowed. A miner takes words for flags, files and lists: what could be one is refused.</summary>
internal static class LaunchCheck
{
    const int MaximumText = 256;
    const int MaximumPools = 8;
    const int MaximumDevices = 64;
    const int MaximumThreads = 1024;

    /// <exception cref="MinerLaunchException">Why not.</exception>
    public static void Check(MinerDescriptor miner, MinerLaunch launch, MinerApiBinding api)
    {
        Require(miner.CanStart, $"{miner.Title} is read only and cannot be started");
        Require(IsName(launch.Instance, 64), "the name of an instance is made of letters, digits, '-' and '_', 64 at most");
        Require(IsFolder(launch.WorkDirectory), "the working directory is not an absolute path of plain characters");
        Require(api.Port is > 0 and <= 65535, "the port of the API is not from 1 to 65535");
        Require(api.Token is null || IsName(api.Token, 128), "the token of the API is not made of letters, digits, '-' and '_'");
        Require(launch.Tasks.Count > 0, "there is no algorithm");
        Require(launch.Tasks.Count <= miner.MaximumTasks, $"{miner.Title} works on {miner.MaximumTasks} algorithm(s) at a time, not on {launch.Tasks.Count}");
        foreach (var task in launch.Tasks) { Check(miner, task); }
        CheckDevices(miner, launch);
        if (ExtraArguments.Check(miner, launch.ExtraArguments).Refusal is { } refusal) { throw new MinerLaunchException(refusal); }
    }

    static void Check(MinerDescriptor miner, MinerTask task)
    {
        Require(miner.NameOf(task.Algorithm) is not null, $"{miner.Title} does not know the algorithm {Quoted(task.Algorithm)}");
        Require(task.Pools.Count is > 0 and <= MaximumPools, $"an algorithm has 1 to {MaximumPools} pools");
        foreach (var pool in task.Pools)
        {
            Require(IsHost(pool.Host), "the host of a pool is not a host name or an address");
            Require(pool.Port is > 0 and <= 65535, "the port of a pool is not from 1 to 65535");
            Require(IsPlain(pool.User) && pool.User.Length > 0, "a wallet or account has characters that are not allowed in it, or is empty");
            Require(pool.Worker is null || (IsPlain(pool.Worker) && pool.Worker.Length > 0), "the name of a worker has characters that are not allowed in it");
            Require(IsPlain(pool.Password), "the password of a pool has characters that are not allowed in it");
        }
    }

    static void CheckDevices(MinerDescriptor miner, MinerLaunch launch)
    {
        bool cpu = miner.Hardware.HasFlag(MinerHardware.Cpu), cards = (miner.Hardware & ~MinerHardware.Cpu) != 0;
        Require(launch.CpuThreads is null or >= 0 and <= MaximumThreads, $"processor threads are not from 0 to {MaximumThreads}");
        Require(cpu || launch.CpuThreads is null or 0, $"{miner.Title} does not mine on the processor");
        Require(cpu || launch.Devices is not { Count: 0 }, $"{miner.Title} is to use no card, and does not mine on the processor");
        Require(launch.CpuThreads is not 0 || launch.Devices is not { Count: 0 }, "neither a card nor the processor is to be used");
        if (launch.Devices is not { Count: > 0 } devices) { return; }
        Require(cards, $"{miner.Title} does not mine on cards");
        Require(devices.Count <= MaximumDevices && devices.All(d => d.Index is >= 0 and < MaximumDevices), $"cards are not numbered from 0 to {MaximumDevices - 1}");
        Require(devices.DistinctBy(d => d.Index).Count() == devices.Count, "a card is named twice");
    }

    /// <summary>Printable ASCII without blanks, quotes, and what shells, lists and files of miners give a meaning to; not like a flag or a file.</summary>
    static bool IsPlain(string text) => text.Length <= MaximumText && !text.StartsWith('-') && !text.StartsWith('@')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || "._-+=:/@,#~".Contains(c, StringComparison.Ordinal));

    static bool IsName(string text, int maximum) =>
        text.Length > 0 && text.Length <= maximum && text[0] != '-' && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    static bool IsFolder(string path) => path.Length is > 1 and <= MaximumText && path[0] == '/'
        && !path.Split('/').Contains("..") && path.All(c => char.IsAsciiLetterOrDigit(c) || "/._-".Contains(c, StringComparison.Ordinal));

    static bool IsHost(string host)
    {
        if (host.Length is 0 or > 253) { return false; }
        string bare = host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        if (bare.Contains(':', StringComparison.Ordinal)) { return System.Net.IPAddress.TryParse(bare, out _) && !bare.Contains('%', StringComparison.Ordinal); }
        return host.Split('.').All(l => l.Length is > 0 and <= 63 && l[0] != '-' && l[^1] != '-' && l.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
    }

    /// <summary>A word that came from outside, short and harmless to print.</summary>
    static string Quoted(string word) => "'" + string.Concat(word.Take(32).Select(c => char.IsAsciiLetterOrDigit(c) || "._-/,".Contains(c, StringComparison.Ordinal) ? c : '?')) + "'";

    static void Require(bool condition, string otherwise)
    {
        if (!condition) { throw new MinerLaunchException(otherwise); }
    }
}
