using BloxOs.Data.History;
using BloxOs.Data.Jobs;

namespace BloxOs.Data.Tests.History;

public sealed class PostgreSqlPackingTests(PostgresFixture postgres) : PackingConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();

    /// <summary>Two silos write: what a connection that broke off had still on its way may be committed behind what the rig sent through the other silo.</summary>
    [Fact]
    public async Task A_sample_that_is_committed_behind_later_ones_while_they_are_packed_is_kept()
    {
        var options = await NewDatabaseAsync() with { TelemetryBatching = Quick };
        await using var one = await Stores.OpenAsync(options, Clock);
        await using var other = await Stores.OpenAsync(options, Clock);
        foreach (int i in (int[])[1, 2, 5, 6]) { await AppendAsync(one, "rig", i, i * 30, $"CoreCelsius/0={i}"); }
        var ledger = one.Get<IJobLedger>();
        var lease = (await ledger.TryStartAsync(IHistoryPacker.Job, "test", null, Cancellation))!;
        var store = new LateStore(one.Get<IHistoryStore>(), async () => { foreach (int i in (int[])[3, 4]) { await AppendAsync(other, "rig", i, i * 30, $"CoreCelsius/0={i}"); } });
        Assert.Equal(4, (await new HistoryPacker(store, new PlainFormat(), Clock).PackAsync(lease, Cancellation)).Samples);
        await ledger.EndAsync(lease, new(0, ""), null);

        Assert.Equal([3, 4], (await one.Telemetry.ReadAsync("rig", Start, Start.AddHours(1), 10, Cancellation)).Select(static s => s.Sequence));
        for (int packs = 0; packs < 2; packs++)
        {
            Assert.Equal<double[]>([1, 2, 3, 4, 5, 6], (await ReadAsync(one, "rig", 0, 300, 100, HistoryMetric.CoreCelsius)).Series.Single().Average);
            await one.PackAsync();
        }
        Assert.Empty(await one.Telemetry.ReadAsync("rig", Start, Start.AddHours(1), 10, Cancellation));
        Assert.Equal(6, await one.Telemetry.HighestSequenceAsync("rig", Cancellation));
    }
}
