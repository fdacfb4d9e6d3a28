using BloxOs.Data.Sqlite;

namespace BloxOs.Data.Tests.Telemetry;

public sealed class SqliteTelemetryTests : TelemetryConformance
{
    private static readonly SqliteStatement Pages = new("PRAGMA page_count", 0);

    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());

    [Fact]
    public async Task Highest_sequences_survive_without_and_with_a_checkpoint()
    {
        var options = await NewDatabaseAsync() with { TelemetryBatching = Quick with { MaxSamples = 1 } };
        for (var start = 0; start < 300; start += 150)   // 150 batches each time: one checkpoint and 30 batches after it
        {
            await using var stores = await Stores.OpenAsync(options);
            Assert.Equal(start, await stores.Telemetry.HighestSequenceAsync("rig", Cancellation));
            for (var i = start + 1; i <= start + 150; i++)
                await stores.Telemetry.AppendAsync(new("rig", i, DateTimeOffset.UnixEpoch.AddSeconds(i), new byte[] { 1 }));
        }
        await using var again = await Stores.OpenAsync(options);
        Assert.Equal(300, await again.Telemetry.HighestSequenceAsync("rig", Cancellation));
        Assert.Equal(0, await again.Telemetry.HighestSequenceAsync("other", Cancellation));
        Assert.Equal(300, (await again.Telemetry.ReadAsync("rig", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 1000, Cancellation)).Count);
    }

    /// <summary>The file may not grow any more: what SQLite reports is the same as on a full disk.</summary>
    private protected override Task BreakAsync(Stores stores) => LimitPagesAsync(stores, static session => (long)session.Scalar(Pages)!);

    private protected override Task RepairAsync(Stores stores) => LimitPagesAsync(stores, static _ => 1_000_000);

    private static Task<object?> LimitPagesAsync(Stores stores, Func<SqliteSession, long> pages)
        => stores.Get<SqliteDatabase>().Writer.RunAsync(pages, static (session, limit) =>
            session.Scalar(new SqliteStatement($"PRAGMA max_page_count={limit(session)}", 0)));
}
