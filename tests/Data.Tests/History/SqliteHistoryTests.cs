namespace BloxOs.Data.Tests.History;

public sealed class SqliteHistoryTests : HistoryConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());
}
