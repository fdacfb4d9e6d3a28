namespace BloxOs.Data.Jobs;

/// <summary>What a job believes of the clock; times are Unix milliseconds.</summary>
/// <param name="Trusted">Time of its last run.</param>
/// <param name="Since">From when on the clock is another one; null while it is believed.</param>
/// <param name="Seen">When the clock was looked at last.</param>
internal readonly record struct JobClock(long Trusted, long? Since, long Seen)
{
    static readonly long s_step = (long)IJobClocks.Step.TotalMilliseconds, s_hold = (long)IJobClocks.Hold.TotalMilliseconds;

    /// <summary>The clock is too far ahead and not believed.</summary>
    public bool IsAhead => Since is { } since && since > Trusted;

    /// <summary>What is believed after another look. The first one is believed: there is nothing to measure it by.</summary>
    public static JobClock Look(JobClock? before, long now)
    {
        if (before is not { } known || Math.Abs(now - known.Trusted) <= s_step) { return new(now, null, now); }
        // Evenly: neither set back nor jumped again, and looked at all the time.
        long since = known.Since is { } began && now >= known.Seen && now - known.Seen <= s_step ? began : now;
        return now - since >= s_hold ? new(now, null, now) : new(known.Trusted, since, now);
    }

    /// <summary>For people; null while the job may run.</summary>
    public ClockDoubt? Doubt(string job) => IsAhead
        ? new(job, DateTimeOffset.FromUnixTimeMilliseconds(Trusted), DateTimeOffset.FromUnixTimeMilliseconds(Since!.Value))
        : null;

    public static JobClock Read(System.Data.Common.DbDataReader row) => new(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1), row.GetInt64(2));
}
