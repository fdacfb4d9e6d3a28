using BloxOs.Data.Telemetry;
using BloxOs.Silo.Settings;
using Quartz;

namespace BloxOs.Silo.Schedules;

/// <summary>Deletes samples that are older than the retention, in small bites so that nobody waits behind it.</summary>
[DisallowConcurrentExecution]
internal sealed partial class TelemetryTrimJob(ITelemetryStore telemetry, BloxOsSettings settings, TimeProvider time, ILogger<TelemetryTrimJob> logger) : IJob
{
    const int Bite = 5_000;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - settings.History.Raw;
        long deleted = 0;
        try
        {
            int last;
            do { deleted += last = await telemetry.TrimAsync(before, Bite, cancellationToken); }
            while (last > 0);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
        catch (Exception failure) { LogFailed(failure); }
        if (deleted > 0) { LogDeleted(deleted, settings.History.Raw); }
    }

    [LoggerMessage(LogLevel.Information, "{Deleted} samples older than {Retention} were deleted")]
    partial void LogDeleted(long deleted, TimeSpan retention);

    [LoggerMessage(LogLevel.Warning, "Old samples could not be deleted; it is tried again at the next run")]
    partial void LogFailed(Exception failure);
}
