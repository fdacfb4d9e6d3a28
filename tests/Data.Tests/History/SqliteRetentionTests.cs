using BloxOs.Data.History;
using BloxOs.Data.Sqlite;

namespace BloxOs.Data.Tests.History;

public sealed class SqliteRetentionTests : RetentionConformance
{
    static readonly SqliteStatement s_cut = new("UPDATE telemetry_batch SET data = substr(data, 1, length(data) - 3) WHERE id = (SELECT min(id) FROM telemetry_batch)", 0);

    /// <summary>The payload of the second of five samples of the same length, one letter of it.</summary>
    static readonly SqliteStatement s_turn = new("UPDATE telemetry_batch SET data = CAST(substr(data, 1, length(data) / 5 + 30) || x'00' || substr(data, length(data) / 5 + 32) AS BLOB) WHERE id = (SELECT max(id) FROM telemetry_batch WHERE samples = 5)", 0);

    static readonly SqliteStatement s_old = new("INSERT INTO telemetry_batch (first_at, last_at, samples, data) VALUES ($1, $1, 1, $2)", 2);
    static readonly SqliteStatement s_marks = new("UPDATE telemetry_checkpoint SET marks = CAST(substr(marks, 1, length(marks) - 2) || x'0909' AS BLOB)", 0);

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

    [Fact]
    public async Task A_bit_that_turned_over_in_the_journal_costs_its_sample_alone()
    {
        await using var stores = await OpenHistoryAsync();
        await Task.WhenAll(Enumerable.Range(1, 5).Select(i => AppendAsync(stores, "rig", i, i * 30, "CoreCelsius/0=60")));
        await stores.Get<SqliteDatabase>().Writer.RunAsync(0, static (session, _) => session.Execute(s_turn));
        // Read through the place that this process remembers, and by the packer.
        Assert.Equal([1, 3, 4, 5], (await stores.Telemetry.ReadAsync("rig", Start, Start.AddHours(1), 10, Cancellation)).Select(static s => s.Sequence));
        var packed = await stores.PackAsync();
        Assert.Equal((4, 1), (packed.Samples, packed.Damaged));
        Assert.Equal((0, 0), ((await stores.PackAsync()).Damaged, (await stores.Telemetry.ReadAsync("rig", Start, Start.AddHours(1), 10, Cancellation)).Count));
        Assert.Equal([At(30), At(90), At(120), At(150)], (await ReadAsync(stores, "rig", 0, 3_600, 100)).Times);
    }

    [Fact]
    public async Task What_waits_from_a_version_without_checksums_is_packed()
    {
        await using var stores = await OpenHistoryAsync();
        await stores.Get<SqliteDatabase>().Writer.RunAsync(Old("rig", 7, At(60), PlainFormat.Of("CoreCelsius/0=64")), static (session, block) => session.Execute(s_old, At(60), block));
        Assert.Equal(7, await stores.Telemetry.HighestSequenceAsync("rig", Cancellation));
        await AppendAsync(stores, "rig", 8, 90, "CoreCelsius/0=65");
        Assert.Equal([7, 8], (await stores.Telemetry.ReadAsync("rig", Start, Start.AddHours(1), 10, Cancellation)).Select(static s => s.Sequence));
        var packed = await stores.PackAsync();
        Assert.Equal((2, 0), (packed.Samples, packed.Damaged));
        Assert.Equal<double[]>([64, 65], (await ReadAsync(stores, "rig", 0, 3_600, 100, HistoryMetric.CoreCelsius)).Series.Single().Average);
    }

    [Fact]
    public async Task A_damaged_note_of_what_is_stored_stops_no_start()
    {
        var options = await NewDatabaseAsync();
        await using (var stores = await Stores.OpenAsync(options, Clock))
        {
            await AppendAsync(stores, "rig", 1, 0, "CoreCelsius/0=60");
            await stores.PackAsync();
            await stores.Get<SqliteDatabase>().Writer.RunAsync(0, static (session, _) => session.Execute(s_marks));
        }
        await using var again = await Stores.OpenAsync(options, Clock);
        Assert.Equal(0, await again.Telemetry.HighestSequenceAsync("rig", Cancellation));
        await AppendAsync(again, "rig", 1, 0, "CoreCelsius/0=60");   // comes again
        await AppendAsync(again, "rig", 2, 30, "CoreCelsius/0=61");
        await again.PackAsync();
        Assert.Equal([At(0), At(30)], (await ReadAsync(again, "rig", 0, 60, 10)).Times);
    }

    static byte[] Old(string rig, long sequence, long at, byte[] payload) =>
        [(byte)rig.Length, .. System.Text.Encoding.ASCII.GetBytes(rig), .. BitConverter.GetBytes(sequence), .. BitConverter.GetBytes(at), .. BitConverter.GetBytes(payload.Length), .. payload];
}
