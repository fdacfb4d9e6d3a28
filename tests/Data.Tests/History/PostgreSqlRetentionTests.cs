using Npgsql;

namespace BloxOs.Data.Tests.History;

public sealed class PostgreSqlRetentionTests(PostgresFixture postgres) : RetentionConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();

    [Fact]
    public async Task A_damaged_row_of_the_journal_is_never_a_reading_and_goes_and_a_row_without_a_checksum_is_read()
    {
        await using var stores = await OpenHistoryAsync();
        for (int i = 1; i <= 5; i++) { await AppendAsync(stores, "rig", i, i * 30, "CoreCelsius/0=60"); }
        await AppendAsync(stores, "other", 1, 30, "CoreCelsius/0=60");
        // A letter in the middle, the last row of a rig, the only one of another, one of an older version, a time that cannot be.
        foreach (string sql in (string[])
        [
            "UPDATE telemetry SET payload = set_byte(payload, 3, 0) WHERE rig = 'rig' AND sequence IN (2, 5)", "UPDATE telemetry SET payload = '\\x00' WHERE rig = 'other'",
            "UPDATE telemetry SET checksum = NULL WHERE rig = 'rig' AND sequence = 3", "UPDATE telemetry SET at = 9000000000000000000 WHERE rig = 'rig' AND sequence = 4",
        ])
        {
            await using var command = stores.Get<NpgsqlDataSource>().CreateCommand(sql);
            await command.ExecuteNonQueryAsync(Cancellation);
        }
        Assert.Equal([1, 3], (await stores.Telemetry.ReadAsync("rig", Start, Start.AddHours(1), 10, Cancellation)).Select(static s => s.Sequence));
        var packed = await stores.PackAsync();
        Assert.Equal((2, 4), (packed.Samples, packed.Damaged));
        Assert.Equal(0, (await stores.PackAsync()).Damaged);
        Assert.Equal([At(30), At(90)], (await ReadAsync(stores, "rig", 0, 3_600, 100)).Times);
        Assert.Empty((await ReadAsync(stores, "other", 0, 3_600, 100)).Times);
        Assert.Equal((5, 1), (await stores.Telemetry.HighestSequenceAsync("rig", Cancellation), await stores.Telemetry.HighestSequenceAsync("other", Cancellation)));
        await AppendAsync(stores, "rig", 6, 180, "CoreCelsius/0=61");
        Assert.Equal(1, (await stores.PackAsync()).Samples);
    }
}
