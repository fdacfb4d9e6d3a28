using BloxOs.Data.Sqlite;

namespace BloxOs.Data.Tests.History;

public sealed class SqliteRetentionTests : RetentionConformance
{
    static readonly SqliteStatement s_cut = new("UPDATE telemetry_batch SET data = substr(data, 1, length(data) - 3) WHERE id = (SELECT min(id) FROM telemetry_batch)", 0);

    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());

    [Fact]
    public async Task A_damaged_piece_of_the_journal_stops_neither_reading_nor_packing_nor_the_next_start()
    {
        var options = await NewDatabaseAsync() with { TelemetryBatching = Quick with { MaxSamples = 1 } };
        await using (var stores = await Stores.OpenAsync(options, Clock))
        {
            await AppendAsync(stores, "rig", 1, 0, "CoreCelsius/0=60");
            await AppendAsync(stores, "rig", 2, 30, "CoreCelsius/0=61");
            await stores.Get<SqliteDatabase>().Writer.RunAsync(0, static (session, _) => session.Execute(s_cut));
        }
        await using var again = await Stores.OpenAsync(options, Clock);
        Assert.Equal(2, await again.Telemetry.HighestSequenceAsync("rig", Cancellation));
        Assert.Equal(2, Assert.Single(await again.Telemetry.ReadAsync("rig", Start, Start.AddHours(1), 10, Cancellation)).Sequence);
        var packed = await again.PackAsync();
        Assert.Equal((1, 1), (packed.Samples, packed.Damaged));
        Assert.Equal(0, (await again.PackAsync()).Damaged);
        Assert.Equal([At(30)], (await ReadAsync(again, "rig", 0, 60, 10)).Times);
    }
}
