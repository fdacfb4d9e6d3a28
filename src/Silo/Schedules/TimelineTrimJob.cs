using System.Globalization;
using BloxOs.Data.Jobs;
using BloxOs.Data.Timeline;
using Quartz;

namespace BloxOs.Silo.Schedules;

/// <summary>Deletes events of rigs that are old, or more than a rig may keep, in small bites.</summary>
[DisallowConcurrentExecution]
internal sealed class TimelineTrimJob(ITimeline timeline, IJobClocks clocks, IJobLedger ledger, TimeProvider time, ILogger<TimelineTrimJob> logger) : DeletingJob(clocks, ledger, time, logger)
{
    /// <summary>How long events are kept: as long as the coarsest numbers of the history.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(731);

    /// <summary>Most events that one rig keeps.</summary>
    public const int MostPerRig = 20_000;

    const int Bite = 2_000;

    readonly TimeProvider _time = time;

    protected override string Name => "timeline-trim";

    protected override async Task<JobOutcome> DeleteAsync(JobLease lease, CancellationToken cancellation)
    {
        long deleted = 0;
        int last;
        do { deleted += last = await timeline.TrimAsync(_time.GetUtcNow() - Retention, Bite, cancellation); }
        while (last > 0);
        do { deleted += last = await timeline.TrimRigsAsync(MostPerRig, Bite, cancellation); }
        while (last > 0);
        return new(deleted, string.Create(CultureInfo.InvariantCulture, $"{deleted} old events of rigs deleted"));
    }
}
