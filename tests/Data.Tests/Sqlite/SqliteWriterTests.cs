using BloxOs.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace BloxOs.Data.Tests.Sqlite;

public sealed class SqliteWriterTests : DatabaseTest
{
    private static readonly SqliteStatement Insert = new("INSERT INTO grain_state (key, version, data) VALUES ($1, 1, NULL)", 1);
    private static readonly SqliteStatement Count = new("SELECT count(*) FROM grain_state", 0);
    private static readonly SqliteStatement Lock = new("BEGIN EXCLUSIVE", 0);
    private static readonly SqliteStatement Unlock = new("ROLLBACK", 0);

    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());

    private static Task<int> InsertAsync(SqliteWriter writer, string key)
        => writer.RunAsync(key, static (session, k) => session.Execute(Insert, k));

    private static async Task<long> CountAsync(SqliteDatabase database)
        => await database.Readers.RunAsync(0, static (session, _) => (long)session.Scalar(Count)!, Cancellation);

    /// <summary>Keeps the writer busy until the returned gate opens, so that everything after it becomes one batch.</summary>
    private static ManualResetEventSlim Hold(SqliteWriter writer, out Task held)
    {
        var gate = new ManualResetEventSlim();
        held = writer.RunAsync(gate, static (_, g) => g.Wait(TimeSpan.FromSeconds(30)));
        return gate;
    }

    [Fact]
    public async Task Only_the_operation_at_fault_fails_and_the_writer_goes_on()
    {
        await using var stores = await OpenAsync();
        var database = stores.Get<SqliteDatabase>();
        using var gate = Hold(database.Writer, out var held);
        var good = Enumerable.Range(0, 50).Select(i => InsertAsync(database.Writer, $"before{i}")).ToArray();
        var duplicate = InsertAsync(database.Writer, "before0");
        var thrown = database.Writer.RunAsync<int, int>(0, static (session, _) =>
        {
            session.Execute(Insert, "half");
            throw new InvalidOperationException("fault in the middle");
        });
        var after = Enumerable.Range(0, 50).Select(i => InsertAsync(database.Writer, $"after{i}")).ToArray();
        gate.Set();

        await held;
        await Task.WhenAll([.. good, .. after]);
        await Assert.ThrowsAsync<SqliteException>(() => duplicate);
        await Assert.ThrowsAsync<InvalidOperationException>(() => thrown);
        Assert.Equal(100, await CountAsync(database));
        await InsertAsync(database.Writer, "later");
        Assert.Equal(101, await CountAsync(database));
    }

    [Fact]
    public async Task What_waits_is_committed_in_few_transactions()
    {
        await using var stores = await OpenAsync();
        var database = stores.Get<SqliteDatabase>();
        using var gate = Hold(database.Writer, out var held);
        var seen = new List<long>();
        var all = Enumerable.Range(0, 2 * SqliteWriter.MaxOperationsPerTransaction).Select(i => InsertAsync(database.Writer, $"k{i}")).ToArray();
        gate.Set();
        foreach (var task in all)
        {
            await task;
            seen.Add(await CountAsync(database));
        }
        await held;
        // A reader sees whole transactions only: after the first answer the count has few distinct values.
        Assert.InRange(seen.Distinct().Count(), 1, 3);
    }

    [Fact]
    public async Task A_lock_of_another_process_fails_the_writes_and_the_next_succeed()
    {
        await using var stores = await OpenAsync();
        var database = stores.Get<SqliteDatabase>();
        await InsertAsync(database.Writer, "first");
        using (var other = new SqliteFile(stores.Get<DatabaseOptions>().ConnectionString, SqliteSynchronous.Full).OpenWriter())
        {
            other.Execute(Lock);
            var both = new[] { InsertAsync(database.Writer, "second"), InsertAsync(database.Writer, "third") };
            foreach (var write in both)
                Assert.Equal(SqliteErrors.Busy, (await Assert.ThrowsAsync<SqliteException>(() => write)).SqliteErrorCode);
            other.Execute(Unlock);
        }
        await InsertAsync(database.Writer, "second");
        Assert.Equal(2, await CountAsync(database));
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_loses_nothing()
    {
        await using var stores = await OpenAsync();
        var database = stores.Get<SqliteDatabase>();
        using var gate = Hold(database.Writer, out var held);
        var runs = 0;
        var all = Enumerable.Range(0, SqliteWriter.MaxQueuedOperations + 1000)
            .Select(_ => database.Writer.RunAsync(0, (_, _) => ++runs)).ToArray();
        gate.Set();
        await held;
        await Task.WhenAll(all);
        Assert.Equal(all.Length, runs);
    }

    [Fact]
    public async Task Closing_commits_what_waits_and_then_refuses()
    {
        var options = NewSqlite();
        var stores = await Stores.OpenAsync(options);
        var database = stores.Get<SqliteDatabase>();
        var writes = Enumerable.Range(0, 1000).Select(i => InsertAsync(database.Writer, $"k{i}")).ToArray();
        await stores.DisposeAsync();
        await Task.WhenAll(writes);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => InsertAsync(database.Writer, "late"));
        Assert.False(File.Exists(options.ConnectionString + "-wal"), "an orderly close leaves no log behind");
        await using var again = await Stores.OpenAsync(options);
        Assert.Equal(1000, await CountAsync(again.Get<SqliteDatabase>()));
    }
}
