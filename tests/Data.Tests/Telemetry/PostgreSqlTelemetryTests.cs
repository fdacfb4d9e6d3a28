using System.Text;
using BloxOs.TestServers;
using Npgsql;

namespace BloxOs.Data.Tests.Telemetry;

public sealed class PostgreSqlTelemetryTests(PostgresFixture postgres) : TelemetryConformance, IAsyncDisposable
{
    /// <summary>Connections whose commits wait for nothing.</summary>
    private const string Hasty = ";Options=-c synchronous_commit=off";

    private PostgresServer? own;

    public async ValueTask DisposeAsync()
    {
        if (own is not null)
            await own.DisposeAsync();
        Dispose();
    }

    /// <summary>Somebody made his server quicker: a commit there no longer waits for the disk, and what an agent was told is stored would be lost with the power.</summary>
    [Fact]
    public async Task Samples_wait_for_the_disk_also_where_the_server_does_not_ask_for_it()
    {
        var options = await NewDatabaseAsync() with { TelemetryBatching = Quick };
        await using (var stores = await Stores.OpenAsync(options))
        {
            foreach (string sql in (string[])
            [
                "CREATE FUNCTION how() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.payload = convert_to(current_setting('synchronous_commit'), 'UTF8'); NEW.checksum = NULL; RETURN NEW; END $$",
                "CREATE TRIGGER how BEFORE INSERT ON telemetry FOR EACH ROW EXECUTE FUNCTION how()",
            ])
            {
                await using var command = stores.Get<NpgsqlDataSource>().CreateCommand(sql);
                await command.ExecuteNonQueryAsync(Cancellation);
            }
        }
        await using var again = await Stores.OpenAsync(options with { ConnectionString = options.ConnectionString + Hasty });
        for (int i = 1; i <= 3; i++) { await again.Telemetry.AppendAsync(new("rig", i, DateTimeOffset.UnixEpoch, new byte[1])); }
        Assert.All(await again.Telemetry.ReadAsync("rig", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 10, Cancellation), static sample => Assert.Equal("on", Encoding.UTF8.GetString(sample.Payload.Span)));
        await using var setting = again.Get<NpgsqlDataSource>().CreateCommand("SELECT current_setting('synchronous_commit')");
        Assert.Equal("off", await setting.ExecuteScalarAsync(Cancellation));   // everything else is as its owner wants it
    }

    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();

    protected override async Task<DatabaseOptions> NewBreakableDatabaseAsync()
    {
        own = await PostgresServer.StartAsync(cancellation: Cancellation);
        return new(DatabaseProvider.PostgreSql, await own.CreateDatabaseAsync(Cancellation) + Hasty);
    }

    /// <summary>The server crashes.</summary>
    private protected override Task BreakAsync(Stores stores) => own!.CrashAsync();

    private protected override Task RepairAsync(Stores stores) => own!.StartAgainAsync(Cancellation);
}
