using BloxOs.Data.History;
using BloxOs.Data.Jobs;
using BloxOs.TestServers;
using Npgsql;

namespace BloxOs.Data.Tests.History;

public sealed class PostgreSqlCrashTests(PostgresFixture postgres) : CrashConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();

    /// <summary>Locks that hold a transaction up where it is in the middle: there its process is killed.</summary>
    /// <remarks>Points: before the chunks of the first transaction, and behind those of the second, before its hours are off the list. Retention: behind who is gone.</remarks>
    static readonly (string Lock, string Job, int HoursLeft)[] s_kills =
    [
        ("LOCK TABLE history_chunk IN SHARE MODE", IHistoryRollup.Job, Rigs * Hours),
        ("SELECT 1 FROM history_dirty WHERE farm = 0 ORDER BY subject DESC, hour DESC LIMIT 1 FOR UPDATE", IHistoryRollup.Job, (Rigs * Hours) - HistoryRollup.HoursPerTransaction),
        ("LOCK TABLE history_cards IN SHARE MODE", IHistoryRetention.Job, 0),
    ];

    [Fact]
    public async Task A_process_killed_in_the_middle_of_a_transaction_leaves_what_the_next_one_brings_to_the_same_end()
    {
        await using var calm = await OpenHistoryAsync();
        await PrepareAsync(calm);
        var options = await NewDatabaseAsync();
        await using var hit = await Stores.OpenAsync(options, Clock);
        await PrepareAsync(hit);
        // Half an hour past: what the kills take does not bring another hour near the end of its samples.
        SetClock(((Hours + 40) * 3_600) + 1_800);
        await calm.RollUpAsync();
        await calm.TrimAsync();
        foreach (var (held, job, left) in s_kills)
        {
            await KillWhileHeldAsync(options, hit.Get<NpgsqlDataSource>(), held);
            // What was in the middle never was, and what had come to its end is there.
            Assert.Equal(left, (await hit.Get<IHistoryStore>().DirtyAsync(false, default, 1_000, Cancellation)).Count);
            Assert.Null(await hit.Get<IJobLedger>().TryStartAsync(job, "too early", null, Cancellation));
            Clock.Advance(IJobLedger.LeaseTime);
        }
        await hit.RollUpAsync();
        await hit.TrimAsync();
        await SameAsync(calm, hit);
    }

    async Task KillWhileHeldAsync(DatabaseOptions options, NpgsqlDataSource database, string held)
    {
        await using var connection = await database.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using (var command = new NpgsqlCommand(held, connection)) { await command.ExecuteNonQueryAsync(Cancellation); }
        await using var child = await JobsChild.StartAsync(options, Clock.GetUtcNow());
        await Eventually.Async(async () => child.HasExited || await WaitingAsync(database) > 0, TimeSpan.FromSeconds(90), "a transaction that waits for the lock", Cancellation);
        Assert.False(child.HasExited, child.Output);
        child.Kill();
        await child.WaitForExitAsync(Cancellation);
        Assert.Equal(128 + 9, child.ExitCode);
        await transaction.RollbackAsync(Cancellation);
        // Its session has the lock now, sees that nobody listens, and goes.
        await Eventually.Async(async () => await OthersAsync(database) == 0, TimeSpan.FromSeconds(90), "the end of the killed process's sessions", Cancellation);
    }

    const string Here = "datname = current_database()";

    static Task<long> WaitingAsync(NpgsqlDataSource database) => CountAsync(database, $"SELECT count(*) FROM pg_stat_activity WHERE {Here} AND wait_event_type = 'Lock'");

    static Task<long> OthersAsync(NpgsqlDataSource database) => CountAsync(database, $"SELECT count(*) FROM pg_stat_activity WHERE {Here} AND pid <> pg_backend_pid() AND state <> 'idle'");

    static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
