using BloxOs.Data;
using BloxOs.Data.Jobs;
using BloxOs.Data.Migrations;
using BloxOs.TestServers;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Cluster.Tests;

/// <summary>Two silos whose clocks are not the same, or of whom one looked at its clock and then waited for the database, run a job once all the same.</summary>
public sealed class JobClockTests
{
    const string Job = "job";

    static readonly TimeSpan s_every = TimeSpan.FromMinutes(5);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(2_000), InlineData(60_000)]
    public async Task Who_is_behind_neither_takes_a_run_away_nor_runs_it_again(int behindMilliseconds)
    {
        using var directory = new TempDirectory();
        var options = new DatabaseOptions(DatabaseProvider.Sqlite, directory.File("test.db"));
        await DatabaseMigrator.MigrateAsync(options, Cancellation);
        var clock = new ShiftedTime();
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddBloxOsData(options).BuildServiceProvider();
        var ledger = services.GetRequiredService<IJobLedger>();

        var lease = await ledger.TryStartAsync(Job, "ahead", null, s_every, Cancellation);
        Assert.NotNull(lease);
        clock.Advance(TimeSpan.FromMilliseconds(-behindMilliseconds));
        Assert.Null(await ledger.TryStartAsync(Job, "behind", null, s_every, Cancellation));
        await ledger.RenewAsync(lease);   // it has not lost it
        await ledger.EndAsync(lease, new(0, ""), null);
        Assert.Null(await ledger.TryStartAsync(Job, "behind", null, s_every, Cancellation));

        clock.Advance(s_every);
        Assert.NotNull(await ledger.TryStartAsync(Job, "behind", null, s_every, Cancellation));
    }
}
