using System.Globalization;
using BloxOs.Data.Jobs;

namespace BloxOs.Silo.Schedules;

/// <summary>A job that deletes what is old: a clock that is suddenly far ahead is not believed at once.</summary>
internal abstract class DeletingJob(IJobClocks clocks, IJobLedger ledger, TimeProvider time, ILogger logger) : ClusterJob(ledger, time, logger)
{
    /// <summary>Deletes.</summary>
    protected abstract Task<JobOutcome> DeleteAsync(JobLease lease, CancellationToken cancellation);

    protected sealed override async Task<JobOutcome> RunAsync(JobLease lease, CancellationToken cancellation)
        => await clocks.DoubtAsync(lease, cancellation) is { } doubt
            ? new(0, string.Create(CultureInfo.InvariantCulture, $"nothing deleted: the clock was {(doubt.Since - doubt.LastRun).TotalDays:0} days ahead of the last run; it waits until {doubt.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC"))
            : await DeleteAsync(lease, cancellation);
}
