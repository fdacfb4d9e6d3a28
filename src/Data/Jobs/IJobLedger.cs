namespace BloxOs.Data.Jobs;

/// <summary>Which jobs run where, and how they went: what runs by the clock runs in one process of a cluster at a time.</summary>
public interface IJobLedger
{
    /// <summary>Longest name of a job or a process.</summary>
    const int MaxNameLength = 100;

    /// <summary>Longest result or error; what is longer is cut.</summary>
    const int MaxTextLength = 500;

    /// <summary>How long a run counts as alive after its last sign of life.</summary>
    static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);

    /// <summary>Begins a run; null while another one is alive.</summary>
    /// <param name="job">Name of the job.</param>
    /// <param name="holder">This process.</param>
    /// <param name="nextAt">When it runs next, by the schedule of this process.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<JobLease?> TryStartAsync(string job, string holder, DateTimeOffset? nextAt, CancellationToken cancellation) => TryStartAsync(job, holder, nextAt, TimeSpan.Zero, cancellation);

    /// <summary>Begins a run; null while another one is alive, and when another process ran it well within the half of <paramref name="every"/>: of many processes with one schedule one runs it each time.</summary>
    /// <param name="job">Name of the job.</param>
    /// <param name="holder">This process.</param>
    /// <param name="nextAt">When it runs next, by the schedule of this process.</param>
    /// <param name="every">Time between runs.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<JobLease?> TryStartAsync(string job, string holder, DateTimeOffset? nextAt, TimeSpan every, CancellationToken cancellation);

    /// <summary>A sign of life.</summary>
    /// <exception cref="JobLeaseLostException">Somebody else runs it by now.</exception>
    Task RenewAsync(JobLease lease);

    /// <summary>Ends a run. Does nothing when somebody else runs it by now.</summary>
    Task EndAsync(JobLease lease, JobOutcome outcome, DateTimeOffset? nextAt);

    /// <summary>Every job that ever ran, by name.</summary>
    Task<IReadOnlyList<JobState>> ListAsync(CancellationToken cancellation);
}
