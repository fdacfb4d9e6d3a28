namespace BloxOs.Agent.Machine;

/// <summary>Power out of a counter of energy that is read now and then.</summary>
/// <param name="time">Clock between two readings.</param>
internal sealed class EnergyCounter(TimeProvider time)
{
    const double MostWatts = 5_000;

    long _microjoules = -1;
    long _at;

    /// <summary>Watts since the reading before; null at the first one, and when the counter went back without a known wrap.</summary>
    /// <param name="microjoules">What the counter shows.</param>
    /// <param name="wrapsAt">The value after which it starts at 0 again; null when it does not say.</param>
    public double? Watts(long microjoules, long? wrapsAt)
    {
        var (before, since) = (_microjoules, time.GetElapsedTime(_at));
        (_microjoules, _at) = (microjoules, time.GetTimestamp());
        if (before < 0 || since <= TimeSpan.Zero) { return null; }
        long added = microjoules - before;
        if (added < 0 && wrapsAt is > 0 and var most && before <= most) { added += most; }
        // After more than one wrap nothing is known; what no rig can draw is not shown.
        double watts = added / 1e6 / since.TotalSeconds;
        return added >= 0 && watts <= MostWatts ? Math.Round(watts, 2) : null;
    }
}
