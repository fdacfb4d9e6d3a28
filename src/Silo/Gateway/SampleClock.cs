namespace BloxOs.Silo.Gateway;

/// <summary>Decides when a sample was read: the agent's time when its clock is sane, else the server's.</summary>
/// <param name="now">The server's time at which the message came.</param>
/// <param name="offset">Agent's clock minus the server's, as the hello and the heartbeats since showed it.</param>
internal readonly struct SampleClock(DateTimeOffset now, TimeSpan offset)
{
    /// <summary>How far an agent's clock may be off before it counts as skewed.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    /// <summary>How old a replayed sample may be.</summary>
    public static readonly TimeSpan OldestSample = TimeSpan.FromDays(7);

    static readonly long MaxUnixMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The offset between the agent's clock and ours; one that can't be told counts as skewed by as much as can be.</summary>
    public static TimeSpan OffsetOf(long agentUnixMilliseconds, DateTimeOffset now) =>
        agentUnixMilliseconds is > 0 && agentUnixMilliseconds < MaxUnixMilliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(agentUnixMilliseconds) - now
            : TimeSpan.MaxValue;

    /// <summary>
    /// The offset after a heartbeat: another one when the agent's clock was set meanwhile, as after the boot of a rig whose clock had the local time. Messages may be late by less than is tolerated.
    /// </summary>
    public static TimeSpan Follow(TimeSpan offset, long agentUnixMilliseconds, DateTimeOffset now)
    {
        var seen = OffsetOf(agentUnixMilliseconds, now);
        if (seen == TimeSpan.MaxValue) { return offset; }
        return offset == TimeSpan.MaxValue || (seen - offset).Duration() > Tolerance ? seen : offset;
    }

    /// <summary>The time that counts, and whether the agent's clock is off.</summary>
    public (DateTimeOffset At, bool Skewed) TimeOf(long? agentUnixMilliseconds)
    {
        bool skewed = offset.Duration() > Tolerance;
        if (agentUnixMilliseconds is not > 0 || agentUnixMilliseconds >= MaxUnixMilliseconds || offset == TimeSpan.MaxValue) { return (now, true); }
        var at = DateTimeOffset.FromUnixTimeMilliseconds(agentUnixMilliseconds.Value);
        if (skewed)
        {
            long ticks = at.UtcTicks - offset.Ticks;
            if (ticks <= 0 || ticks >= DateTimeOffset.MaxValue.UtcTicks) { return (now, true); }
            at = new(ticks, TimeSpan.Zero);
        }
        return at > now + Tolerance || at < now - OldestSample ? (now, true) : (at, skewed);
    }
}
