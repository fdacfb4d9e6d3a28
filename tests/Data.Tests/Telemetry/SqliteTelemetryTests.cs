using BloxOs.Data.Sqlite;

namespace BloxOs.Data.Tests.Telemetry;

public sealed class SqliteTelemetryTests : TelemetryConformance
{
    private static readonly SqliteStatement Pages = new("PRAGMA page_count", 0);

    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());

    /// <summary>The file may not grow any more: what SQLite reports is the same as on a full disk.</summary>
    private protected override Task BreakAsync(Stores stores) => LimitPagesAsync(stores, static session => (long)session.Scalar(Pages)!);

    private protected override Task RepairAsync(Stores stores) => LimitPagesAsync(stores, static _ => 1_000_000);

    private static Task<object?> LimitPagesAsync(Stores stores, Func<SqliteSession, long> pages)
        => stores.Get<SqliteDatabase>().Writer.RunAsync(pages, static (session, limit) =>
            session.Scalar(new SqliteStatement($"PRAGMA max_page_count={limit(session)}", 0)));
}
