namespace BloxOs.Data.Tests.History;

public sealed class SqlitePackingDurabilityTests : PackingDurability
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());
}
