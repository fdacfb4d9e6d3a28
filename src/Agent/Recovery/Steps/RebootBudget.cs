namespace BloxOs.Agent.Recovery.Steps;

/// <summary>
/// Counts the reboots that the rig gave itself. Times are those of <see cref="State.RigClock"/>, which stands while the rig is off and never
/// runs faster than the real one: a wrong clock cannot free a reboot. What is not known counts as used up.
/// </summary>
internal sealed class RebootBudget
{
    /// <summary>Time in which the allowed number counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(6);

    /// <summary>Shortest time between two reboots, whatever they are for.</summary>
    public static readonly TimeSpan ShortestGap = TimeSpan.FromMinutes(20);

    readonly List<TimeSpan> _at;

    /// <summary>What is on the disk.</summary>
    /// <param name="at">When the rig rebooted itself.</param>
    public RebootBudget(IEnumerable<TimeSpan> at) => _at = [.. at];

    /// <summary>What was before is not known (no file, a damaged one, one from the future): used up until this.</summary>
    public TimeSpan? UsedUpUntil { get; init; }

    /// <summary>Reboots that still count.</summary>
    public IReadOnlyList<TimeSpan> At => _at;

    /// <summary>Reboots that may still be given now.</summary>
    /// <param name="now">Now.</param>
    /// <param name="allowed">How many in a window.</param>
    public int Left(TimeSpan now, int allowed)
    {
        if (allowed <= 0 || now < UsedUpUntil) { return 0; }
        return Math.Max(0, allowed - _at.Count(at => now - at < Window));
    }

    /// <summary>Not before this may be the next one; null when there was none.</summary>
    public TimeSpan? NextAt => _at.Count == 0 ? null : _at.Max() + ShortestGap;

    /// <summary>Counts a reboot that is going to be given.</summary>
    public void Take(TimeSpan now)
    {
        _at.RemoveAll(at => now - at >= Window);
        _at.Add(now);
    }
}
