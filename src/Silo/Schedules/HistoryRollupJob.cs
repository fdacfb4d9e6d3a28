using System.Globalization;
using BloxOs.Data.History;
using BloxOs.Data.Jobs;
using Quartz;

namespace BloxOs.Silo.Schedules;

/// <summary>Makes the coarser resolutions of the history, and the totals of farms.</summary>
[DisallowConcurrentExecution]
internal sealed class HistoryRollupJob(IHistoryRollup rollup, IJobLedger ledger, TimeProvider time, ILogger<HistoryRollupJob> logger) : ClusterJob(ledger, time, logger)
{
    protected override string Name => IHistoryRollup.Job;

    protected override async Task<JobOutcome> RunAsync(JobLease lease, CancellationToken cancellation)
    {
        var (rigs, farms) = await rollup.RollUpAsync(lease, cancellation);
        return new(rigs + farms, rigs + farms == 0 ? "nothing to do" : string.Create(CultureInfo.InvariantCulture, $"{rigs} hours of rigs, {farms} hours of farms"));
    }
}
