namespace BloxOs.Data.Tests.History;

public sealed class PostgreSqlHistoryTests(PostgresFixture postgres) : HistoryConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();
}
