using BloxOs.Data.History;
using BloxOs.Silo.History;
using Quartz;

namespace BloxOs.Silo.Schedules;

/// <summary>What runs by the clock. Every silo has the schedule; each job runs in one of them at a time.</summary>
public static class SchedulesSetup
{
    /// <summary>Runs of the packer to one of retention.</summary>
    const int TrimEach = 12;

    static readonly TimeSpan s_hourly = TimeSpan.FromHours(1);

    /// <summary>After a start agents come back first; then one job after the other.</summary>
    static readonly TimeSpan s_packAfter = TimeSpan.FromSeconds(30), s_rollUpAfter = TimeSpan.FromSeconds(60), s_trimAfter = TimeSpan.FromSeconds(150), s_eventsAfter = TimeSpan.FromSeconds(165),
        s_forgetAfter = TimeSpan.FromSeconds(180);

    /// <summary>Names of the jobs; their triggers have the same.</summary>
    internal static IReadOnlyList<string> Jobs { get; } = ["history-pack", "history-rollup", "history-retention", "timeline-trim", "request-keys"];

    /// <summary>The jobs and their times.</summary>
    public static IServiceCollection AddBloxOsSchedules(this IServiceCollection services, HistoryOptions history)
    {
        services.AddSingleton<HistoryDamage>().AddSingleton<IJobTimes, JobTimes>();
        services.AddQuartz(quartz =>
        {
            Schedule<HistoryPackJob>(quartz, "history-pack", s_packAfter, history.Every);
            Schedule<HistoryRollupJob>(quartz, "history-rollup", s_rollUpAfter, history.Every);
            Schedule<HistoryRetentionJob>(quartz, "history-retention", s_trimAfter, history.Every * TrimEach);
            Schedule<TimelineTrimJob>(quartz, "timeline-trim", s_eventsAfter, s_hourly);
            Schedule<IdempotencyTrimJob>(quartz, "request-keys", s_forgetAfter, s_hourly);
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return services;
    }

    static void Schedule<T>(IQuartzBuilder quartz, string name, TimeSpan after, TimeSpan every) where T : class, IJob
        => quartz.ScheduleJob<T>(trigger => trigger
            .WithIdentity(name)
            .StartAt(TimeProvider.System.GetUtcNow() + (after < every ? after : every))
            .WithSimpleSchedule(schedule => schedule.WithInterval(every).RepeatForever()));
}
