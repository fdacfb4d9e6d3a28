using System.Collections.Immutable;

namespace BloxOs.Grains.Commands;

/// <summary>What a rig is to do until it is told otherwise, also without the server.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.wanted-work")]
public sealed record WantedWork
{
    /// <summary>Nothing was ever wanted of the rig.</summary>
    public static WantedWork None { get; } = new();

    /// <summary>Counts up with every change; 0 when nothing was ever wanted. A change of an older one is refused.</summary>
    [Id(0)] public long Revision { get; init; }

    /// <summary>The miners that are to run side by side; null: the rig leaves alone what runs.</summary>
    [Id(1)] public ImmutableArray<WantedMiner>? Miners { get; init; }

    /// <summary>People work on the rig: it recovers nothing by itself.</summary>
    [Id(2)] public bool Maintenance { get; init; }

    /// <summary>When and how the rig helps itself; null: its own defaults.</summary>
    [Id(3)] public WantedRecovery? Recovery { get; init; }

    /// <summary>Who wanted it last.</summary>
    [Id(4)] public string ChangedBy { get; init; } = "";

    /// <summary>When.</summary>
    [Id(5)] public DateTimeOffset? ChangedAt { get; init; }
}

/// <summary>One miner instance that is wanted; limits by <see cref="WantedRules"/>.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.wanted-miner")]
public sealed record WantedMiner
{
    /// <summary>Names the instance on its rig.</summary>
    [Id(0)] public string Name { get; init; } = "";

    /// <summary>Id of the miner in the catalogue.</summary>
    [Id(1)] public string Miner { get; init; } = "";

    /// <summary>Path of the program below the agent's directory of miners; null: the newest that is installed there.</summary>
    [Id(2)] public string? Program { get; init; }

    /// <summary>It is to run.</summary>
    [Id(3)] public bool Enabled { get; init; } = true;

    /// <summary>Algorithms, the main one first.</summary>
    [Id(4)] public ImmutableArray<WantedAlgorithm> Algorithms { get; init; } = [];

    /// <summary>Bus ids of the cards to use; empty: all.</summary>
    [Id(5)] public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>Processor threads.</summary>
    [Id(6)] public int? CpuThreads { get; init; }

    /// <summary>Further arguments; the agent lets through what the catalogue allows.</summary>
    [Id(7)] public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Hashes per second below which it counts as faulty; null: the rig learns what is normal.</summary>
    [Id(8)] public double? LeastHashrate { get; init; }
}

/// <summary>One algorithm of a wanted miner.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.wanted-algorithm")]
public sealed record WantedAlgorithm
{
    /// <summary>Id of the algorithm.</summary>
    [Id(0)] public string Algorithm { get; init; } = "";

    /// <summary>Coin, for people.</summary>
    [Id(1)] public string? Coin { get; init; }

    /// <summary>Pools, the wanted one first.</summary>
    [Id(2)] public ImmutableArray<WantedPool> Pools { get; init; } = [];
}

/// <summary>A pool and who one is there.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.wanted-pool")]
public sealed record WantedPool
{
    /// <summary>Host name or address.</summary>
    [Id(0)] public string Host { get; init; } = "";

    /// <summary>Port.</summary>
    [Id(1)] public int Port { get; init; }

    /// <summary>Over TLS.</summary>
    [Id(2)] public bool Tls { get; init; }

    /// <summary>Wallet or account.</summary>
    [Id(3)] public string User { get; init; } = "";

    /// <summary>Name of the rig towards the pool.</summary>
    [Id(4)] public string? Worker { get; init; }

    /// <summary>The password, encrypted: only the gateway that sends it to the rig opens it. Null for none.</summary>
    [Id(5)] public string? SealedPassword { get; init; }

    /// <summary>Without account and password, so that no log line holds them.</summary>
    public override string ToString() => $"{Host}:{Port}";
}

/// <summary>When and how a rig helps itself; null: the agent's default.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.wanted-recovery")]
public sealed record WantedRecovery
{
    /// <summary>False: report faults, do nothing.</summary>
    [Id(0)] public bool Enabled { get; init; } = true;

    /// <summary>Reboots that the rig may give itself within 6 hours.</summary>
    [Id(1)] public int? RebootsInSixHours { get; init; }

    /// <summary>Percent of the learned hashrate below which a miner is faulty.</summary>
    [Id(2)] public double? LowHashratePercent { get; init; }

    /// <summary>Core temperature at which miners are stopped, °C.</summary>
    [Id(3)] public double? StopCoreCelsius { get; init; }

    /// <summary>Memory temperature at which miners are stopped, °C.</summary>
    [Id(4)] public double? StopMemoryCelsius { get; init; }
}
