namespace BloxOs.Data.Tests.Jobs;

public sealed class SqliteJobsTests : JobsConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());
}
