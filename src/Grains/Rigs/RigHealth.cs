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
    /// <param name="stats">The last sample.</param>
    public static RigStatus StatusOf(bool connected, bool silent, RigStats stats)
    {
        if (!connected) { return RigStatus.Offline; }
        if (silent) { return RigStatus.Stale; }
        if (stats.Sequence == 0) { return RigStatus.Online; }
        if (stats.Work.Length == 0) { return RigStatus.Idle; }

        bool anyKnown = false;
        foreach (var work in stats.Work)
        {
            if (work.Hashrate > 0) { return RigStatus.Mining; }
            anyKnown |= work.Hashrate is not null;
        }
        return anyKnown ? RigStatus.Inactive : RigStatus.Starting;
    }
}
