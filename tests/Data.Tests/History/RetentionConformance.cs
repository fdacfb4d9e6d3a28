using BloxOs.Data.History;
using BloxOs.Data.Jobs;

namespace BloxOs.Data.Tests.History;

/// <summary>What goes, and what goes on when bytes are damaged, on every database.</summary>
public abstract class RetentionConformance : HistoryTest
{
    [Fact]
    public async Task A_farm_that_goes_goes_in_steps()
    {
        await using var stores = await OpenHistoryAsync();
        for (int rig = 0; rig < 45; rig++)
        {
            await EnlistAsync(stores, "farm", $"rig{rig}");
            await AppendAsync(stores, $"rig{rig}", 1, 0, "CoreCelsius/0=60");
        }
        SetClock(3_600);
        await stores.PackAsync();
        for (int rig = 0; rig < 44; rig++) { await stores.Directory.RemoveRigAsync($"rig{rig}"); }
        Assert.Equal((0, 0), await stores.TrimAsync());
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((0, 44), await stores.TrimAsync());
        Assert.Empty((await ReadAsync(stores, "rig43", 0, 3_600, 10)).Times);
        Assert.Single((await ReadAsync(stores, "rig44", 0, 3_600, 10)).Times);
    }

    [Fact]
    public async Task Each_resolution_is_kept_as_long_as_it_is_set_to_and_no_longer()
    {
        const int hour = 3_600, days = 40, every = 12 * hour, end = days * 24 * hour;
        await using var stores = await OpenHistoryAsync(new() { Raw = TimeSpan.FromHours(30), FiveMinutes = TimeSpan.FromDays(4), Hour = TimeSpan.FromDays(15) });
        await EnlistAsync(stores, "farm", "rig");
        for (int at = 0; at < end; at += every) { await AppendAsync(stores, "rig", (at / every) + 1, at, $"CoreCelsius/0={at / every}"); }
        SetClock(end);
        await stores.PackAsync();
        await stores.RollUpAsync();
        await AssertKeptAsync(0, 0, 0);
        await stores.TrimAsync();
        await AssertKeptAsync(end - (30 * hour), end - (4 * 24 * hour), end - (15 * 24 * hour));
        // What is asked for further back than samples go comes from the coarser points, and further back than those from the coarsest.
        Assert.Equal(HistoryResolution.Raw, (await ReadAsync(stores, "rig", end - (29 * hour), end, 10_000)).Resolution);
        Assert.Equal(HistoryResolution.FiveMinutes, (await ReadAsync(stores, "rig", end - (31 * hour), end, 10_000)).Resolution);
        Assert.Equal(HistoryResolution.Hour, (await ReadAsync(stores, "rig", end - (97 * hour), end, 10_000)).Resolution);

        async Task AssertKeptAsync(params int[] firsts)
        {
            foreach (var (resolution, first) in Enum.GetValues<HistoryResolution>().Zip(firsts))
            {
                var kept = (await stores.Get<IHistoryStore>().ReadAsync("rig", resolution, 0, ChunkKey.SlotOf(resolution, long.MaxValue), Cancellation)).Select(static chunk => chunk.Slot).Distinct();
                var all = Enumerable.Range(0, end / every).Select(i => ChunkKey.SlotOf(resolution, At(i * every))).Distinct();
                Assert.Equal(all.Where(slot => slot >= ChunkKey.SlotOf(resolution, At(first))), kept);
            }
        }
    }

    [Fact]
    public async Task Layouts_of_cards_that_no_kept_sample_has_any_more_go()
    {
        await using var stores = await OpenHistoryAsync();
        var cards = stores.Get<IHistoryCards>();
        foreach (int hour in (int[])[0, 1, 2, 60, 61])
        {
            SetClock(hour * 3_600);
            await cards.PutAsync("rig", [$"bus{hour}"]);
        }
        await cards.PutAsync("other", ["its"]);
        SetClock(62 * 3_600);
        await stores.TrimAsync();
        var layouts = await stores.Get<IHistoryStore>().CardsAsync(["rig", "other"], Cancellation);
        // The last one before the kept samples counts for the first of them, and for late ones before it.
        Assert.Equal(["bus2", "bus2", "bus2", "bus60", "bus61"], ((double[])[-1, 0, 59.9, 60, 90]).Select(hour => layouts["rig"].NameOf(0, At(hour * 3_600))));
        Assert.Equal(["its", "#1"], Enumerable.Range(0, 2).Select(index => layouts["other"].NameOf(index, At(0))));
        Assert.Equal("#0", CardLayouts.None.NameOf(0, At(0)));
    }

    [Fact]
    public async Task A_chunk_of_another_hour_is_a_gap_and_the_rest_is_read()
    {
        await using var stores = await OpenHistoryAsync();
        await EnlistAsync(stores, "farm", "rig");
        for (int i = 0; i < 3 * 24; i++) { await AppendAsync(stores, "rig", i + 1, i * 1_200, $"CoreCelsius/0={i}; WorkAccepted@a:b={i}"); }
        SetClock(86_400);
        await stores.PackAsync();
        await stores.RollUpAsync();
        // The chunk of the first hour lies where the second one's should, and the one of the first twelve hours where the next twelve's should.
        foreach (var resolution in (HistoryResolution[])[HistoryResolution.Raw, HistoryResolution.FiveMinutes]) { await MoveAsync(stores, resolution, ChunkKey.SlotOf(resolution, At(0))); }
        await AppendAsync(stores, "rig", 100, 86_399, "CoreCelsius/0=99");

        var raw = await ReadAsync(stores, "rig", 0, 86_400, 1_000, HistoryMetric.CoreCelsius);
        Assert.Equal([0, 1, 2, .. Enumerable.Range(6, 66), 99], raw.Series.Single().Average);
        // Behind the last coarse chunk that can be read come finer ones.
        var coarse = await ReadAsync(stores, "rig", 0, 86_400, 288, HistoryMetric.CoreCelsius);
        Assert.Equal(HistoryResolution.FiveMinutes, coarse.Resolution);
        Assert.Equal([.. Enumerable.Range(0, 72), 99], coarse.Series.Single().Average);

        await AppendAsync(stores, "rig", 101, 3_700, "CoreCelsius/0=98");
        Assert.Equal(1, (await stores.PackAsync()).DamagedChunks);
        await stores.RollUpAsync();
        Assert.Contains(98, (await ReadAsync(stores, "rig", 3_600, 7_200, 1_000, HistoryMetric.CoreCelsius)).Series.Single().Average);
    }

    /// <summary>The counts before an hour without samples for hours lie in the last one that has any.</summary>
    [Fact]
    public async Task The_last_hour_before_a_gap_stays_until_the_points_behind_it_are_made()
    {
        await using var stores = await OpenHistoryAsync();
        await EnlistAsync(stores, "farm", "rig");
        await AppendAsync(stores, "rig", 1, 0, "WorkAccepted@a:b=10");
        await AppendAsync(stores, "rig", 2, 3_600, "WorkAccepted@a:b=20");
        SetClock(86_400 * 4);
        await stores.PackAsync();
        await stores.RollUpAsync();
        // What the rig kept comes in pieces.
        await AppendAsync(stores, "rig", 3, 18_000, "WorkAccepted@a:b=50");
        await stores.PackAsync();
        Assert.Equal((1, 0), await stores.TrimAsync());
        await stores.RollUpAsync();
        Assert.Equal<double[]>([10, 30], (await ReadAsync(stores, "rig", 0, 21_600, 6, HistoryMetric.WorkAccepted)).Series.Single().Average.Where(double.IsFinite).ToArray());
        Assert.Equal((2, 0), await stores.TrimAsync());
    }

    static async Task MoveAsync(Stores stores, HistoryResolution resolution, long slot)
    {
        var store = stores.Get<IHistoryStore>();
        byte[] payload = (await store.ReadAsync("rig", resolution, slot, slot, Cancellation)).Single().Payload;
        var lease = (await stores.Get<IJobLedger>().TryStartAsync($"damage {resolution}", "test", null, Cancellation))!;
        var changes = new HistoryChanges();
        changes.Chunks.Add(new(new("rig", resolution, slot + 1), payload));
        await store.ApplyAsync(lease, changes, Cancellation);
    }
}
