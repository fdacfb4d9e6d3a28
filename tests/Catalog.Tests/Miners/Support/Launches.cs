using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Launching;

namespace BloxOs.Catalog.Tests.Miners.Support;

/// <summary>Launches to start from.</summary>
internal static class Launches
{
    public static MinerApiBinding Api { get; } = new(40123, "t0ken");

    public static MinerPool Main { get; } = new("pool.example.org", 4444, "wallet1") { Worker = "rig1", Password = "secret" };

    public static MinerPool Backup { get; } = new("backup.example.org", 5555, "wallet1") { Worker = "rig1", Tls = true };

    /// <summary>One algorithm, two pools, cards 0 and 2.</summary>
    public static MinerLaunch Of(string algorithm) => new()
    {
        Instance = "main",
        Tasks = [new(algorithm, [Main, Backup])],
        Devices = [new(0, "0000:0a:00.0"), new(2, "0000:0c:00.0")],
        WorkDirectory = "/var/lib/bloxos/miners",
    };

    /// <summary>One algorithm, one pool, all cards: what every miner can do.</summary>
    public static MinerLaunch Plain(string algorithm) => Of(algorithm) with { Tasks = [new(algorithm, [Main])], Devices = null };

    /// <summary>With a second algorithm on a pool of its own.</summary>
    public static MinerLaunch And(this MinerLaunch launch, string algorithm) => launch with
    {
        Tasks = [.. launch.Tasks, new(algorithm, [new("second.example.org", 6666, "wallet2") { Worker = "rig1" }])],
    };

    /// <summary>The arguments as one line; none of them has a blank.</summary>
    public static string Line(this MinerDescriptor miner, MinerLaunch launch)
    {
        var command = miner.BuildCommandLine(launch, Api);
        Assert.All(command.Arguments, a => Assert.DoesNotContain(' ', a));
        return string.Join(' ', command.Arguments);
    }

    /// <summary>A miner by its id.</summary>
    public static MinerDescriptor Miner(string id) => MinerCatalog.Find(id) ?? throw new ArgumentException($"no miner {id}");
}
