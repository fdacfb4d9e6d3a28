using System.Collections.Immutable;

namespace BloxOs.Grains.Rigs;

/// <summary>What a rig ran when it last told of a miner. Stored, as its samples are not at hand after a restart of the server.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.last-work")]
public sealed record LastWork
{
    /// <summary>A rig that changes what it runs all the time is not saved each time.</summary>
    public static readonly TimeSpan KeptOncePer = TimeSpan.FromMinutes(1);

    /// <summary>When that was known to be so: later it may have run something else.</summary>
    [Id(0)] public required DateTimeOffset At { get; init; }

    /// <summary>In the order in which the rig tells of them; at least one.</summary>
    [Id(1)] public required ImmutableArray<LastMiner> Miners { get; init; }

    /// <summary>Of a sample; null when no miner ran.</summary>
    public static LastWork? Of(RigStats stats, DateTimeOffset at) => stats.Work.Length == 0 ? null : new()
    {
        At = at,
        Miners = [.. stats.Work.Select(static work => new LastMiner(work.Miner, work.Version, work.Algorithm, work.Coin, work.Pool))],
    };

    /// <summary>The same miners do the same, whenever that was.</summary>
    public bool IsAs(LastWork? other) => other is not null && Miners.SequenceEqual(other.Miners);
}
