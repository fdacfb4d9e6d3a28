namespace BloxOs.Data.Tests.History;

public sealed class PostgreSqlCrashTests(PostgresFixture postgres) : CrashConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();
}
