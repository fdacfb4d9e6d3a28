using Quartz;

namespace BloxOs.Silo.Schedules;

/// <summary>What runs by the clock. Every silo has the schedule; each job is such that running it twice does no harm.</summary>
public static class SchedulesSetup
{
    static readonly TimeSpan TrimEvery = TimeSpan.FromMinutes(30);
    static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    /// <summary>The jobs and their times.</summary>
    public static IServiceCollection AddBloxOsSchedules(this IServiceCollection services)
    {
        services.AddQuartz(quartz => quartz
            .ScheduleJob<TelemetryTrimJob>(trigger => trigger
                .WithIdentity("telemetry-trim")
                .WithSimpleSchedule(schedule => schedule.WithInterval(TrimEvery).RepeatForever()))
            .ScheduleJob<TimelineTrimJob>(trigger => trigger
                .WithIdentity("timeline-trim")
                .WithSimpleSchedule(schedule => schedule.WithInterval(ForgetEvery).RepeatForever()))
            .ScheduleJob<IdempotencyTrimJob>(trigger => trigger
                .WithIdentity("idempotency-trim")
                .WithSimpleSchedule(schedule => schedule.WithInterval(ForgetEvery).RepeatForever())));
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return services;
    }
}
