namespace BloxOs.Grains.Rigs;

/// <summary>Decides a rig's state from what is known; docs/states.md explains it to people.</summary>
public static class RigHealth
{
    /// <summary>Silence after which a rig is stale, at the default cadence.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(16);

    /// <summary>Silence after which a rig is offline, at the default cadence.</summary>
    public static readonly TimeSpan OfflineAfter = TimeSpan.FromSeconds(30);

    /// <summary>The state of a rig.</summary>
    /// <param name="connected">A connection stands.</param>
    /// <param name="silent">Nothing came over it for <see cref="StaleAfter"/>.</param>
    /// <param name="sample">The last sample.</param>
    /// <param name="maintenance">People said that they work on it.</param>
    /// <param name="recovering">It says that it helps itself.</param>
    public static RigStatus StatusOf(bool connected, bool silent, RigSample sample, bool maintenance = false, bool recovering = false)
    {
        if (!connected) { return RigStatus.Offline; }
        if (silent) { return RigStatus.Stale; }
        if (maintenance) { return RigStatus.Maintenance; }
        if (recovering) { return RigStatus.Recovering; }
        if (sample.Sequence == 0) { return RigStatus.Online; }
        return sample.Work switch
        {
            RigWorkState.None => RigStatus.Idle,
            RigWorkState.Starting => RigStatus.Starting,
            RigWorkState.Inactive => RigStatus.Inactive,
            _ => RigStatus.Mining,
        };
    }

    /// <summary>What the miners of a sample do, all together.</summary>
    public static RigWorkState WorkOf(RigStats stats)
    {
        if (stats.Work.Length == 0) { return RigWorkState.None; }
        bool anyKnown = false;
        foreach (var work in stats.Work)
        {
            if (work.Hashrate > 0) { return RigWorkState.Hashing; }
            anyKnown |= work.Hashrate is not null;
        }
        return anyKnown ? RigWorkState.Inactive : RigWorkState.Starting;
    }
}
