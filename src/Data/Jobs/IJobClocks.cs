namespace BloxOs.Data.Jobs;

/// <summary>
/// Keeps jobs that delete by the clock from believing a clock that is suddenly far ahead: they would delete everything. A server that really was off so long waits
/// for a while, then it is believed.
/// </summary>
public interface IJobClocks
{
    /// <summary>A clock further from the last run than this is another clock, or the server was off.</summary>
    static readonly TimeSpan Step = TimeSpan.FromDays(2);

    /// <summary>How long such a clock has to go on evenly until it is believed.</summary>
    static readonly TimeSpan Hold = TimeSpan.FromDays(3);

    /// <summary>Looks at the clock before a run; null when it is believed, or behind, so that too little is deleted at worst.</summary>
    /// <exception cref="JobLeaseLostException">Somebody else runs the job by now.</exception>
    Task<ClockDoubt?> DoubtAsync(JobLease lease, CancellationToken cancellation);

    /// <summary>The jobs that wait.</summary>
    Task<IReadOnlyList<ClockDoubt>> ListAsync(CancellationToken cancellation);

    /// <summary>A person says that the clock is right.</summary>
    /// <returns>False when the job does not wait.</returns>
    Task<bool> BelieveAsync(string job, CancellationToken cancellation);
}
