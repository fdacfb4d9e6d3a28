namespace BloxOs.Data.Tests.Jobs;

public sealed class PostgreSqlJobsTests(PostgresFixture postgres) : JobsConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();
}
