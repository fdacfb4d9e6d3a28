namespace BloxOs.Data.Tests.History;

public sealed class PostgreSqlRetentionTests(PostgresFixture postgres) : RetentionConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();
}
