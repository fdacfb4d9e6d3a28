using BloxOs.Data.History;
using BloxOs.TestServers;
using Npgsql;

namespace BloxOs.Data.Tests.History;

/// <summary>Retention comes while a transaction of the packer is open: what that writes is not committed yet, and deleting would not see it.</summary>
public sealed class PostgreSqlRaceTests(PostgresFixture postgres) : HistoryTest
{
    const string Waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();

    [Fact]
    public async Task A_rig_that_is_forgotten_while_its_samples_are_packed_leaves_nothing()
    {
        await using var stores = await OpenHistoryAsync();
        await EnlistAsync(stores, "farm", "rig");
        await AppendAsync(stores, "rig", 1, 0, "CoreCelsius/0=60");
        await stores.PackAsync();
        await stores.Directory.RemoveRigAsync("rig");
        await stores.TrimAsync();   // notes that it is gone
        Clock.Advance(TimeSpan.FromHours(1));
        await AppendAsync(stores, "rig", 2, 3_600, "CoreCelsius/0=61");
        await TrimWhilePackingAsync(stores);
        Assert.Equal(0, await CountAsync(stores, "SELECT count(*) FROM history_chunk c WHERE NOT EXISTS (SELECT 1 FROM history_subject s WHERE s.no = c.key >> 27)"));
    }

    [Fact]
    public async Task A_late_sample_that_is_packed_while_its_hour_is_deleted_is_kept()
    {
        await using var stores = await OpenHistoryAsync();
        await EnlistAsync(stores, "farm", "rig");
        await AppendAsync(stores, "rig", 1, 0, "CoreCelsius/0=60");
        SetClock(86_400);
        await stores.PackAsync();
        await stores.RollUpAsync();
        SetClock(86_400 * 4);
        await AppendAsync(stores, "rig", 2, 900, "CoreCelsius/0=70");
        await TrimWhilePackingAsync(stores);
        await stores.RollUpAsync();
        Assert.Equal<double[]>([60, 70], (await ReadAsync(stores, "rig", 0, 3_600, 12)).Series.Single(static one => one.Label.Metric == HistoryMetric.CoreCelsius).Average);
    }

    /// <summary>The packer has written its chunks and waits for a row of the journal, which a lock holds.</summary>
    static async Task TrimWhilePackingAsync(Stores stores)
    {
        await using var connection = await stores.Get<NpgsqlDataSource>().OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using (var held = new NpgsqlCommand("SELECT 1 FROM telemetry FOR UPDATE", connection)) { await held.ExecuteNonQueryAsync(Cancellation); }
        var packing = stores.PackAsync();
        await Eventually.Async(async () => packing.IsCompleted || await CountAsync(stores, Waiting) > 0, TimeSpan.FromSeconds(60), "a packer that waits for the lock", Cancellation);
        Assert.False(packing.IsCompleted);
        var trimming = stores.TrimAsync();
        await Eventually.Async(async () => trimming.IsCompleted || await CountAsync(stores, Waiting) > 1, TimeSpan.FromSeconds(60), "retention at its end or waiting", Cancellation);
        await transaction.RollbackAsync(Cancellation);
        await Task.WhenAll(packing, trimming);
    }

    static async Task<long> CountAsync(Stores stores, string sql)
    {
        await using var command = stores.Get<NpgsqlDataSource>().CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
