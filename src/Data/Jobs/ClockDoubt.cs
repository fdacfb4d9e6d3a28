namespace BloxOs.Data.Jobs;

/// <summary>A job that does not believe the clock, and waits.</summary>
/// <param name="Job">Name of the job.</param>
/// <param name="LastRun">When it ran last by a clock that was believed.</param>
/// <param name="Since">From when on the clock is so far ahead, by itself.</param>
public sealed record ClockDoubt(string Job, DateTimeOffset LastRun, DateTimeOffset Since)
{
    /// <summary>When it is believed if it goes on like this.</summary>
    public DateTimeOffset Until => Since + IJobClocks.Hold;
}
