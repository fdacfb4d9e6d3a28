namespace BloxOs.Data.Tests.History;

public sealed class PostgreSqlPackingDurabilityTests(PostgresFixture postgres) : PackingDurability
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();
}
