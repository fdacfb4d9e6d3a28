using System.Globalization;
using BloxOs.Data.History;
using BloxOs.Data.Jobs;
using Quartz;

namespace BloxOs.Silo.Schedules;

/// <summary>Deletes history that is no longer kept, or of rigs that are no more.</summary>
[DisallowConcurrentExecution]
internal sealed class HistoryRetentionJob(IHistoryRetention retention, IJobClocks clocks, IJobLedger ledger, TimeProvider time, ILogger<HistoryRetentionJob> logger) : DeletingJob(clocks, ledger, time, logger)
{
    protected override string Name => IHistoryRetention.Job;

    protected override async Task<JobOutcome> DeleteAsync(JobLease lease, CancellationToken cancellation)
    {
        var (chunks, subjects) = await retention.TrimAsync(lease, cancellation);
        return new(chunks, string.Create(CultureInfo.InvariantCulture, $"{chunks} chunks were too old; {subjects} deleted rigs and farms forgotten"));
    }
}
