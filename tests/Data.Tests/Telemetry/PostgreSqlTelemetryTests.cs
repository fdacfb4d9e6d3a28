using BloxOs.TestServers;

namespace BloxOs.Data.Tests.Telemetry;

public sealed class PostgreSqlTelemetryTests(PostgresFixture postgres) : TelemetryConformance, IAsyncDisposable
{
    private PostgresServer? own;

    public async ValueTask DisposeAsync()
    {
        if (own is not null)
            await own.DisposeAsync();
        Dispose();
    }

    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();

    protected override async Task<DatabaseOptions> NewBreakableDatabaseAsync()
    {
        own = await PostgresServer.StartAsync(cancellation: Cancellation);
        return new(DatabaseProvider.PostgreSql, await own.CreateDatabaseAsync(Cancellation));
    }

    /// <summary>The server goes away.</summary>
    private protected override Task BreakAsync(Stores stores) => own!.StopAsync();

    private protected override Task RepairAsync(Stores stores) => own!.StartAgainAsync(Cancellation);
}
