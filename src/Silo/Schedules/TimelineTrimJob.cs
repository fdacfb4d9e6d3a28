using BloxOs.Data.Timeline;
using Quartz;

namespace BloxOs.Silo.Schedules;

/// <summary>Deletes events of rigs that are old, or more than a rig may keep, in small bites.</summary>
[DisallowConcurrentExecution]
internal sealed partial class TimelineTrimJob(ITimeline timeline, TimeProvider time, ILogger<TimelineTrimJob> logger) : IJob
{
    /// <summary>How long events are kept: as long as the coarsest numbers of the history.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(731);

    /// <summary>Most events that one rig keeps.</summary>
    public const int MostPerRig = 20_000;

    const int Bite = 2_000;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        long deleted = 0;
        try
        {
            int last;
            do { deleted += last = await timeline.TrimAsync(time.GetUtcNow() - Retention, Bite, cancellationToken); }
            while (last > 0);
            do { deleted += last = await timeline.TrimRigsAsync(MostPerRig, Bite, cancellationToken); }
            while (last > 0);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
        catch (Exception failure) { LogFailed(failure); }
        if (deleted > 0) { LogDeleted(deleted); }
    }

    [LoggerMessage(LogLevel.Information, "{Deleted} old events of rigs were deleted")]
    partial void LogDeleted(long deleted);

    [LoggerMessage(LogLevel.Warning, "Old events of rigs could not be deleted; it is tried again at the next run")]
    partial void LogFailed(Exception failure);
}
