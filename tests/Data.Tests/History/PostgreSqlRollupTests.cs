namespace BloxOs.Data.Tests.History;

public sealed class PostgreSqlRollupTests(PostgresFixture postgres) : RollupConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();
}
