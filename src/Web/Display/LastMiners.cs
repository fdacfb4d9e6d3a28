using BloxOs.Catalog.Algorithms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>What a rig that is silent ran when it last told of a miner: who and what, no figures.</summary>
internal sealed class LastMiners
{
    LastMiners(RigReading reading, RigStats stats, LastWork? kept)
    {
        bool told = reading.Sample.Sequence > 0;
        var work = told && reading.LastSeenAt is { } seen ? LastWork.Of(stats, seen) : null;
        NoneAtLast = told && work is null;
        work ??= kept;
        At = work?.At;
        Lines = work is null ? [] : [.. work.Miners.Select(static one => new LastMinerLine(RigWork.MinerName(one.Miner, one.Version) ?? "Unnamed miner", AlgorithmCatalog.Get(one.Algorithm).Title, one.Coin, one.Pool))];
    }

    /// <summary>When that was so; null when no miner was ever told of.</summary>
    public DateTimeOffset? At { get; }

    /// <summary>In the order in which the rig told of them.</summary>
    public IReadOnlyList<LastMinerLine> Lines { get; }

    /// <summary>Its last sample is at hand and has no miner: those of <see cref="Lines"/> had ended before.</summary>
    public bool NoneAtLast { get; }

    /// <summary>Of a rig that is offline; null of any other.</summary>
    public static LastMiners? Of(RigFacts rig) => rig.IsOffline ? new(rig.View.Reading, rig.Stats, rig.View.Description.LastWork) : null;
}
