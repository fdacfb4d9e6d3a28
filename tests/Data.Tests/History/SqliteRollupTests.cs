namespace BloxOs.Data.Tests.History;

public sealed class SqliteRollupTests : RollupConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());
}
