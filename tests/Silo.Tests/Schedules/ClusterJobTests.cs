using BloxOs.Data;
using BloxOs.Data.Jobs;
using BloxOs.Data.Migrations;
using BloxOs.Silo.Schedules;
using BloxOs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BloxOs.Silo.Tests.Schedules;

public sealed class ClusterJobTests : IAsyncLifetime
{
    readonly TempDirectory _directory = new();
    ServiceProvider _services = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    IJobLedger Ledger => _services.GetRequiredService<IJobLedger>();

    public async ValueTask InitializeAsync()
    {
        var options = new DatabaseOptions(DatabaseProvider.Sqlite, _directory.File("test.db"));
        await DatabaseMigrator.MigrateAsync(options, Cancellation);
        _services = new ServiceCollection().AddBloxOsData(options).BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Of_two_processes_one_runs_it_and_the_ledger_says_how_it_went()
    {
        var next = TimeProvider.System.GetUtcNow().AddMinutes(5);
        var go = new TaskCompletionSource();
        int runs = 0;
        var one = Job(async _ => { Interlocked.Increment(ref runs); await go.Task; return new(3, "three done"); });
        var running = one.RunAsync(next, TimeSpan.Zero, Cancellation);
        await Eventually.Async(async () => (await Ledger.ListAsync(Cancellation)).Count == 1, cancellation: Cancellation);
        await Job(_ => { Interlocked.Increment(ref runs); return Task.FromResult(new JobOutcome(0, "")); }).RunAsync(next, TimeSpan.Zero, Cancellation);
        Assert.Null((await StateAsync()).EndedAt);
        go.SetResult();
        await running;
        Assert.Equal(1, runs);
        var state = await StateAsync();
        Assert.Equal((3L, "three done", (string?)null), (state.Did!.Value, state.Result, state.Error));
        Assert.Equal(next.ToUnixTimeMilliseconds(), state.NextAt!.Value.ToUnixTimeMilliseconds());
        Assert.NotNull(state.EndedAt);
        Assert.Contains(Environment.MachineName, state.Holder, StringComparison.Ordinal);
    }

    [Fact, Trait("check", "46")]
    public async Task A_failure_is_told_without_the_inside_and_the_next_run_begins_at_once()
    {
        var log = new KeptLog();
        await Job(_ => throw new IOException("No space left on /var/lib/bloxos at db-1:5432"), log).RunAsync(null, TimeSpan.Zero, Cancellation);
        string told = (await StateAsync()).Error!;
        Assert.DoesNotContain("/var/lib", told, StringComparison.Ordinal);
        Assert.DoesNotContain("db-1", told, StringComparison.Ordinal);
        string id = told[(told.LastIndexOf(' ') + 1)..].TrimEnd('.');
        Assert.Contains(log.Lines, line => line.Text.Contains(id, StringComparison.Ordinal) && line.Failure is IOException);
        await Job(_ => Task.FromResult(new JobOutcome(1, "done"))).RunAsync(null, TimeSpan.Zero, Cancellation);
        Assert.Equal(("done", null), ((await StateAsync()).Result, (await StateAsync()).Error));
    }

    [Fact]
    public async Task A_stop_of_the_server_ends_the_run_and_frees_the_job()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = Job(async cancellation => { await Task.Delay(Timeout.Infinite, cancellation); return new(0, ""); }).RunAsync(null, TimeSpan.Zero, stop.Token);
        await Eventually.Async(async () => (await Ledger.ListAsync(Cancellation)).Count == 1, cancellation: Cancellation);
        await stop.CancelAsync();
        await running;
        Assert.NotNull((await StateAsync()).EndedAt);
        Assert.NotNull(await Ledger.TryStartAsync("test", "other", null, Cancellation));
    }

    [Fact]
    public async Task Who_lost_the_lease_says_nothing_about_the_run_of_the_other()
    {
        await Job(_ => throw new JobLeaseLostException("test")).RunAsync(null, TimeSpan.Zero, Cancellation);
        Assert.Null((await StateAsync()).EndedAt);
    }

    [Fact]
    public async Task A_clock_that_jumps_years_ahead_has_nothing_deleted()
    {
        var time = new ShiftedTime();
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddBloxOsData(new(DatabaseProvider.Sqlite, _directory.File("test.db"))).BuildServiceProvider();
        int deleted = 0;
        var job = new TestDeletion(() => ++deleted, services.GetRequiredService<IJobClocks>(), services.GetRequiredService<IJobLedger>(), time);
        await job.RunAsync(null, TimeSpan.Zero, Cancellation);
        Assert.Equal(1, deleted);
        time.Advance(TimeSpan.FromDays(3_650));
        await job.RunAsync(null, TimeSpan.Zero, Cancellation);
        Assert.Equal(1, deleted);
        var state = await StateAsync();
        Assert.StartsWith("nothing deleted: the clock was 3650 days ahead of the last run", state.Result, StringComparison.Ordinal);
        Assert.Null(state.Error);
        await services.GetRequiredService<IJobClocks>().BelieveAsync("test", Cancellation);
        await job.RunAsync(null, TimeSpan.Zero, Cancellation);
        Assert.Equal(2, deleted);
    }

    [Fact]
    public void Every_job_that_deletes_history_looks_at_the_clock_first()
    {
        Assert.True(typeof(HistoryRetentionJob).IsSubclassOf(typeof(DeletingJob)));
        Assert.True(typeof(TimelineTrimJob).IsSubclassOf(typeof(DeletingJob)));
    }

    async Task<JobState> StateAsync() => Assert.Single(await Ledger.ListAsync(Cancellation));

    TestJob Job(Func<CancellationToken, Task<JobOutcome>> run, ILogger? log = null) => new(run, Ledger, TimeProvider.System, log ?? NullLogger.Instance);

    sealed class KeptLog : ILogger
    {
        public List<(string Text, Exception? Failure)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add((formatter(state, exception), exception));
    }

    sealed class TestJob(Func<CancellationToken, Task<JobOutcome>> run, IJobLedger ledger, TimeProvider time, ILogger logger) : ClusterJob(ledger, time, logger)
    {
        protected override string Name => "test";

        protected override Task<JobOutcome> RunAsync(JobLease lease, CancellationToken cancellation) => run(cancellation);
    }

    sealed class TestDeletion(Func<long> delete, IJobClocks clocks, IJobLedger ledger, TimeProvider time) : DeletingJob(clocks, ledger, time, NullLogger.Instance)
    {
        protected override string Name => "test";

        protected override Task<JobOutcome> DeleteAsync(JobLease lease, CancellationToken cancellation) => Task.FromResult(new JobOutcome(delete(), "deleted"));
    }
}
