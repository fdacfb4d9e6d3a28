namespace BloxOs.Data.Tests.History;

public sealed class PostgreSqlPackingTests(PostgresFixture postgres) : PackingConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();
}
