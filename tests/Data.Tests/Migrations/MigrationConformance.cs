using System.Data.Common;
using BloxOs.Data.Directory;
using BloxOs.Data.Migrations;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BloxOs.Data.Tests.Migrations;

/// <summary>What migrating does on every database.</summary>
public abstract class MigrationConformance : DatabaseTest
{
    [Fact]
    public async Task A_second_run_keeps_the_data()
    {
        var options = await NewDatabaseAsync();
        await using (var stores = await Stores.OpenAsync(options))
            await stores.Directory.PutFarmAsync(new FarmEntry("f", "farm"));
        await DatabaseMigrator.MigrateAsync(options, Cancellation);
        await using var again = await Stores.OpenAsync(options);
        Assert.Single(await again.Directory.FarmsAsync(null, 10, Cancellation));
    }

    [Fact]
    public async Task A_program_that_is_older_than_the_schema_says_so_and_changes_nothing()
    {
        var options = await NewDatabaseAsync();
        await using (var stores = await Stores.OpenAsync(options))
            await stores.Directory.PutFarmAsync(new FarmEntry("f", "farm"));
        await JournalAsync(options, "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999-of-a-later-version.sql', CURRENT_TIMESTAMP)");
        for (int time = 0; time < 2; time++)   // it does not get used to it
        {
            var failure = await Assert.ThrowsAsync<DatabaseStartupException>(() => DatabaseMigrator.MigrateAsync(options, Cancellation));
            Assert.Contains("was changed by a newer BloxOs (script 9999-of-a-later-version.sql); start that version again, or put the backup from before the update back", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', failure.Message);
        }
        await JournalAsync(options, "DELETE FROM SchemaVersions WHERE ScriptName = '9999-of-a-later-version.sql'");
        await using var again = await Stores.OpenAsync(options);
        Assert.Single(await again.Directory.FarmsAsync(null, 10, Cancellation));
    }

    /// <summary>Writes to the list of scripts that ran, as a later version would have.</summary>
    private static async Task JournalAsync(DatabaseOptions options, string sql)
    {
        await using DbConnection connection = options.Provider == DatabaseProvider.Sqlite
            ? new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = options.ConnectionString, Pooling = false }.ToString())
            : new NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancellation));
    }

    [Fact]
    public async Task Several_may_start_at_the_same_time()
    {
        var options = await NewDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => DatabaseMigrator.MigrateAsync(options, Cancellation), Cancellation)));
        await using var stores = await Stores.OpenAsync(options);
        await stores.Directory.PutFarmAsync(new FarmEntry("f", "farm"));
    }
}
