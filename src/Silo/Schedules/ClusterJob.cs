using System.Globalization;
using System.Security.Cryptography;
using BloxOs.Data.Jobs;
using Quartz;

namespace BloxOs.Silo.Schedules;

/// <summary>A job that runs in one process of the cluster at a time, however many have it on their schedule; how it went stands in the ledger.</summary>
internal abstract partial class ClusterJob(IJobLedger ledger, TimeProvider time, ILogger logger) : IJob
{
    static readonly string s_process = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}");
    static readonly TimeSpan s_renewEvery = IJobLedger.LeaseTime / 4;

    /// <summary>Its name in the ledger and on the page of jobs.</summary>
    protected abstract string Name { get; }

    /// <summary>Does it.</summary>
    protected abstract Task<JobOutcome> RunAsync(JobLease lease, CancellationToken cancellation);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await RunAsync(context.NextFireTimeUtc, (context.NextFireTimeUtc - context.ScheduledFireTimeUtc) ?? TimeSpan.Zero, cancellationToken);

    /// <summary>Runs it unless it runs elsewhere; never throws.</summary>
    /// <param name="nextAt">When it is due again.</param>
    /// <param name="every">Time between runs: what another process did in the half of that is enough.</param>
    /// <param name="cancellation">The server stops.</param>
    public async Task RunAsync(DateTimeOffset? nextAt, TimeSpan every, CancellationToken cancellation)
    {
        try
        {
            if (await ledger.TryStartAsync(Name, s_process, nextAt, every, cancellation) is not { } lease) { return; }
            if (await RunToEndAsync(lease, cancellation) is { } outcome) { await ledger.EndAsync(lease, outcome, nextAt); }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { }
        catch (Exception failure) { LogFailed(failure, Name); }
    }

    async Task<JobOutcome?> RunToEndAsync(JobLease lease, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var renewing = RenewAsync(lease, ended.Token);
        try { return await RunAsync(lease, cancellation); }
        catch (JobLeaseLostException lost)
        {
            LogLost(lost.Message);
            return null;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { return new(0, "", "The server was stopped; the next run goes on."); }
        catch (Exception failure)
        {
            // People read this on a page: hosts, paths and SQL stay in the log.
            string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
            LogFailedAs(failure, Name, id);
            return new(0, "", $"It failed; it runs again at its next time. Why stands in the server's log, under {id}.");
        }
        finally
        {
            await ended.CancelAsync();
            await renewing;
        }
    }

    /// <summary>Signs of life while it runs. What it writes is fenced anyway: when the lease is lost, that finds out.</summary>
    async Task RenewAsync(JobLease lease, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(s_renewEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended)) { await ledger.RenewAsync(lease); }
        }
        catch (OperationCanceledException) { }
        catch (JobLeaseLostException lost) { LogLost(lost.Message); }
        catch (Exception failure) { LogFailed(failure, Name); }
    }

    [LoggerMessage(LogLevel.Warning, "The job {Job} failed; it runs again at its next time")]
    partial void LogFailed(Exception failure, string job);

    [LoggerMessage(LogLevel.Warning, "The job {Job} failed, {FailureId}; it runs again at its next time")]
    partial void LogFailedAs(Exception failure, string job, string failureId);

    [LoggerMessage(LogLevel.Warning, "{Reason}")]
    partial void LogLost(string reason);
}
