using BloxOs.Data.Idempotency;
using Quartz;

namespace BloxOs.Silo.Schedules;

/// <summary>Frees the keys of requests that nobody repeats any more.</summary>
[DisallowConcurrentExecution]
internal sealed partial class IdempotencyTrimJob(IIdempotencyStore requests, TimeProvider time, ILogger<IdempotencyTrimJob> logger) : IJob
{
    /// <summary>How long a repeated request is known.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(25);

    const int Bite = 1_000;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested && await requests.TrimAsync(time.GetUtcNow() - Retention, Bite) == Bite) { }
        }
        catch (Exception failure) { LogFailed(failure); }
    }

    [LoggerMessage(LogLevel.Warning, "Old requests could not be forgotten; it is tried again at the next run")]
    partial void LogFailed(Exception failure);
}
