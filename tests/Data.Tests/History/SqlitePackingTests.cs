namespace BloxOs.Data.Tests.History;

public sealed class SqlitePackingTests : PackingConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());
}
