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
        var running = one.RunAsync(next, Cancellation);
        await Eventually.Async(async () => (await Ledger.ListAsync(Cancellation)).Count == 1, cancellation: Cancellation);
        await Job(_ => { Interlocked.Increment(ref runs); return Task.FromResult(new JobOutcome(0, "")); }).RunAsync(next, Cancellation);
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

    [Fact]
    public async Task A_failure_is_told_and_the_next_run_begins_at_once()
    {
        await Job(_ => throw new IOException("The disk is full.")).RunAsync(null, Cancellation);
        Assert.Equal("The disk is full.", (await StateAsync()).Error);
        await Job(_ => Task.FromResult(new JobOutcome(1, "done"))).RunAsync(null, Cancellation);
        Assert.Equal(("done", null), ((await StateAsync()).Result, (await StateAsync()).Error));
    }

    [Fact]
    public async Task A_stop_of_the_server_ends_the_run_and_frees_the_job()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = Job(async cancellation => { await Task.Delay(Timeout.Infinite, cancellation); return new(0, ""); }).RunAsync(null, stop.Token);
        await Eventually.Async(async () => (await Ledger.ListAsync(Cancellation)).Count == 1, cancellation: Cancellation);
        await stop.CancelAsync();
        await running;
        Assert.NotNull((await StateAsync()).EndedAt);
        Assert.NotNull(await Ledger.TryStartAsync("test", "other", null, Cancellation));
    }

    [Fact]
    public async Task Who_lost_the_lease_says_nothing_about_the_run_of_the_other()
    {
        await Job(_ => throw new JobLeaseLostException("test")).RunAsync(null, Cancellation);
        Assert.Null((await StateAsync()).EndedAt);
    }

    async Task<JobState> StateAsync() => Assert.Single(await Ledger.ListAsync(Cancellation));

    TestJob Job(Func<CancellationToken, Task<JobOutcome>> run) => new(run, Ledger, TimeProvider.System, NullLogger.Instance);

    sealed class TestJob(Func<CancellationToken, Task<JobOutcome>> run, IJobLedger ledger, TimeProvider time, ILogger logger) : ClusterJob(ledger, time, logger)
    {
        protected override string Name => "test";

        protected override Task<JobOutcome> RunAsync(JobLease lease, CancellationToken cancellation) => run(cancellation);
    }
}
