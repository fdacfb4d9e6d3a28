using Quartz;

namespace BloxOs.Silo.Schedules;

/// <summary>Asks the scheduler.</summary>
internal sealed class JobTimes(ISchedulerFactory schedulers) : IJobTimes
{
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> NextAsync(CancellationToken cancellation)
    {
        var next = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var scheduler = await schedulers.GetScheduler(cancellation);
        foreach (string job in SchedulesSetup.Jobs)
        {
            if (await scheduler.GetTrigger(new TriggerKey(job), cancellation) is { } trigger && trigger.NextFireTimeUtc is { } at) { next[job] = at; }
        }
        return next;
    }
}
