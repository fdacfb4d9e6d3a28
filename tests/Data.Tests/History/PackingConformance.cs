using BloxOs.Data.History;
using BloxOs.Data.Jobs;

namespace BloxOs.Data.Tests.History;

/// <summary>Packing on every database: nothing is lost, nothing doubled, whatever happens in between.</summary>
public abstract class PackingConformance : HistoryTest
{
    const string Work = "lolminer:ethash:1.98";

    [Fact]
    public async Task What_is_packed_reads_as_it_did_before_and_leaves_the_journal()
    {
        await using var stores = await OpenHistoryAsync();
        await stores.Get<IHistoryCards>().PutAsync("rig", ["0000:01:00.0", null]);
        for (int i = 0; i < 300; i++)
        {
            string second = i % 7 == 0 ? "" : $"CoreCelsius/1={50 + (i % 5)}; ";
            await AppendAsync(stores, "rig", i + 1, i * 30, $"{second}CoreCelsius/0={60 + (i % 3)}; GpuPowerWatts/0={118.4 + (i % 9)}; WorkHashrate@{Work}={45_000_000.125 + i}; WorkAccepted@{Work}={i / 3}; UptimeSeconds={i * 30}");
        }
        SetClock(9_100);
        var before = await ReadAsync(stores, "rig", 0, 9_000, 1_000);
        Assert.Equal(300, before.Times.Length);
        Assert.Equal(300, (await stores.PackAsync()).Samples);
        Assert.Empty(await stores.Telemetry.ReadAsync("rig", Start, Start.AddDays(1), 1_000, Cancellation));
        Same(before, await ReadAsync(stores, "rig", 0, 9_000, 1_000));
        Assert.Equal(60, Values(before, new(HistoryMetric.CoreCelsius, "0000:01:00.0"))[0]);
        Assert.True(double.IsNaN(Values(before, new(HistoryMetric.CoreCelsius, "#1"))[7]));
    }

    [Fact]
    public async Task Samples_before_and_behind_the_last_packing_are_one_answer()
    {
        await using var stores = await OpenHistoryAsync();
        for (int i = 0; i < 10; i++) { await AppendAsync(stores, "rig", i + 1, i * 30, $"WorkAccepted@a:b={i}"); }
        await stores.PackAsync();
        for (int i = 10; i < 20; i++) { await AppendAsync(stores, "rig", i + 1, i * 30, $"WorkAccepted@a:b={i}"); }
        var answer = await ReadAsync(stores, "rig", 0, 600, 100, HistoryMetric.WorkAccepted);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => At(i * 30)), answer.Times);
        Assert.Equal([double.NaN, .. Enumerable.Repeat(1.0, 19)], answer.Series.Single().Average);
        await stores.PackAsync();
        Same(answer, await ReadAsync(stores, "rig", 0, 600, 100, HistoryMetric.WorkAccepted));
        Assert.Equal(0, (await stores.PackAsync()).Samples);
    }

    [Fact]
    public async Task Late_samples_are_merged_into_their_hours_and_counters_stay_right()
    {
        await using var stores = await OpenHistoryAsync();
        await AppendAsync(stores, "rig", 1, 0, "WorkAccepted@a:b=10; CoreCelsius/0=60");
        await AppendAsync(stores, "rig", 4, 86_400, "WorkAccepted@a:b=40; CoreCelsius/0=63");
        SetClock(86_400);
        await stores.PackAsync();
        // The rig kept these for a day; their sequences are higher as the agent sent what was live first. One has the very time of another.
        await AppendAsync(stores, "rig", 5, 30, "WorkAccepted@a:b=20; CoreCelsius/0=61");
        await AppendAsync(stores, "rig", 6, 7_200, "WorkAccepted@a:b=30; CoreCelsius/0=62");
        await AppendAsync(stores, "rig", 7, 30, "WorkAccepted@a:b=21");
        var before = await ReadAsync(stores, "rig", 0, 86_401, 1_000);
        await stores.PackAsync();
        var after = await ReadAsync(stores, "rig", 0, 86_401, 1_000);
        Assert.Equal([At(0), At(30), At(30), At(7_200), At(86_400)], after.Times);
        Assert.Equal([double.NaN, 10, 1, 9, 10], Values(after, new(HistoryMetric.WorkAccepted, Miner: "a", Algorithm: "b")));
        Same(before, after);
    }

    [Fact]
    public async Task A_crash_between_transactions_loses_and_doubles_nothing()
    {
        await using var stores = await OpenHistoryAsync();
        for (int rig = 0; rig < 450; rig++) { await AppendAsync(stores, $"rig{rig}", 1, 0, $"CoreCelsius/0={rig % 90}"); }
        var ledger = stores.Get<IJobLedger>();
        for (int survive = 0; survive < 3; survive++)
        {
            var lease = (await ledger.TryStartAsync(IHistoryPacker.Job, "one that dies", null, Cancellation))!;
            var packer = new HistoryPacker(new DyingStore(stores.Get<IHistoryStore>(), survive), new PlainFormat(), Clock);
            await Assert.ThrowsAsync<InsufficientMemoryException>(() => packer.PackAsync(lease, Cancellation));
            Assert.Null(await ledger.TryStartAsync(IHistoryPacker.Job, "too early", null, Cancellation));
            Clock.Advance(IJobLedger.LeaseTime);
            await AppendAsync(stores, $"rig{survive}", 2, 30, "CoreCelsius/0=99");
        }
        await stores.PackAsync();
        for (int rig = 0; rig < 450; rig += 7)
        {
            var answer = await ReadAsync(stores, $"rig{rig}", 0, 60, 10, HistoryMetric.CoreCelsius);
            Assert.Equal(rig < 3 ? [rig % 90, 99] : [rig % 90], answer.Series.Single().Average);
            Assert.Equal(rig < 3 ? 2 : 1, answer.Times.Length);
        }
        Assert.Empty(await stores.Telemetry.ReadAsync("rig1", Start, Start.AddDays(1), 100, Cancellation));
    }

    [Fact]
    public async Task Packing_again_what_was_packed_gives_the_same_bytes()
    {
        await using var one = await OpenHistoryAsync();
        await using var other = await OpenHistoryAsync();
        for (int i = 0; i < 50; i++)
        {
            foreach (var stores in (Stores[])[one, other]) { await AppendAsync(stores, "rig", i + 1, i * 30, $"CoreCelsius/0={60 + (i % 4)}; CoreCelsius/1={i % 2}; WorkHashrate@{Work}={i}"); }
            if (i % 7 == 0) { await other.PackAsync(); }   // in many small steps
        }
        await one.PackAsync();
        await other.PackAsync();
        Assert.Equal(await PayloadAsync(one), await PayloadAsync(other));

        static async Task<byte[]> PayloadAsync(Stores stores)
        {
            long slot = ChunkKey.SlotOf(HistoryResolution.Raw, Start.ToUnixTimeMilliseconds());
            return (await stores.Get<IHistoryStore>().ReadAsync("rig", HistoryResolution.Raw, slot, slot, Cancellation)).Single().Payload;
        }
    }

    [Fact]
    public async Task Who_lost_the_lease_writes_nothing_more()
    {
        await using var stores = await OpenHistoryAsync();
        await AppendAsync(stores, "rig", 1, 0, "CoreCelsius/0=60");
        var ledger = stores.Get<IJobLedger>();
        var slow = (await ledger.TryStartAsync(IHistoryPacker.Job, "slow", null, Cancellation))!;
        Clock.Advance(IJobLedger.LeaseTime);
        var quick = (await ledger.TryStartAsync(IHistoryPacker.Job, "quick", null, Cancellation))!;
        await Assert.ThrowsAsync<JobLeaseLostException>(() => stores.Get<IHistoryPacker>().PackAsync(slow, Cancellation));
        Assert.Single(await stores.Telemetry.ReadAsync("rig", Start, Start.AddDays(1), 10, Cancellation));
        await Assert.ThrowsAsync<JobLeaseLostException>(() => ledger.RenewAsync(slow));
        await ledger.EndAsync(slow, new(7, "slow one"), null);
        Assert.Equal(1, (await stores.Get<IHistoryPacker>().PackAsync(quick, Cancellation)).Samples);
        await ledger.EndAsync(quick, new(1, "one packed"), Start.AddHours(1));
        var job = Assert.Single(await ledger.ListAsync(Cancellation));
        Assert.Equal(("quick", "one packed", 1L, Start.AddHours(1), (string?)null), (job.Holder, job.Result, job.Did, job.NextAt!.Value, job.Error));
        Assert.Equal(Clock.GetUtcNow(), job.EndedAt);
    }

    [Fact]
    public async Task A_lease_from_before_the_clock_was_set_back_holds_nobody_up()
    {
        await using var stores = await OpenHistoryAsync();
        var ledger = stores.Get<IJobLedger>();
        Assert.NotNull(await ledger.TryStartAsync("job", "one", null, Cancellation));
        Assert.Null(await ledger.TryStartAsync("job", "other", null, Cancellation));
        Clock.Advance(TimeSpan.FromDays(-400));
        Assert.NotNull(await ledger.TryStartAsync("job", "other", null, Cancellation));
    }

    [Fact]
    public async Task Samples_of_a_rig_whose_clock_goes_back_are_all_kept()
    {
        await using var stores = await OpenHistoryAsync();
        double[] seconds = [0, 30, 60, -3_000, -2_970, 30, 90];
        for (int i = 0; i < seconds.Length; i++)
        {
            await AppendAsync(stores, "rig", i + 1, seconds[i], $"CoreCelsius/0={i}");
            if (i % 2 == 0) { await stores.PackAsync(); }
        }
        await stores.PackAsync();
        var answer = await ReadAsync(stores, "rig", -4_000, 100, 100, HistoryMetric.CoreCelsius);
        Assert.Equal([3, 4, 0, 1, 5, 2, 6], answer.Series.Single().Average);
    }

    [Fact]
    public async Task A_count_that_is_later_in_time_but_was_taken_earlier_is_no_new_start()
    {
        await using var stores = await OpenHistoryAsync();
        // Set back by 50 minutes for two samples.
        double[] seconds = [0, 30, 60, 90, -2_880, -2_850, 180, 210];
        for (int i = 0; i < seconds.Length; i++) { await AppendAsync(stores, "rig", i + 1, seconds[i], $"WorkAccepted@a:b={1_000 + i}"); }
        var before = await ReadAsync(stores, "rig", -4_000, 300, 100, HistoryMetric.WorkAccepted);
        Assert.Equal([double.NaN, 1, double.NaN, 1, 1, 1, 3, 1], before.Series.Single().Average);
        await stores.PackAsync();
        Same(before, await ReadAsync(stores, "rig", -4_000, 300, 100, HistoryMetric.WorkAccepted));
    }

    [Fact]
    public async Task What_can_not_be_read_stops_nothing()
    {
        await using var stores = await OpenHistoryAsync();
        await AppendAsync(stores, "rig", 1, 0, "CoreCelsius/0=60");
        await AppendAsync(stores, "rig", 2, 30, "nonsense");
        await AppendAsync(stores, "rig", 3, 60, "CoreCelsius/0=61");
        var result = await stores.PackAsync();
        Assert.Equal((2, 1), (result.Samples, result.Damaged));
        await DamageAsync(stores);
        Assert.Empty((await ReadAsync(stores, "rig", 0, 100, 10)).Times);
        await AppendAsync(stores, "rig", 4, 90, "CoreCelsius/0=62");
        Assert.Equal(1, (await stores.PackAsync()).DamagedChunks);
        Assert.Equal<double[]>([62], Values(await ReadAsync(stores, "rig", 0, 100, 10), new(HistoryMetric.CoreCelsius, "#0")));
    }

    static async Task DamageAsync(Stores stores)
    {
        var lease = (await stores.Get<IJobLedger>().TryStartAsync("damage", "test", null, Cancellation))!;
        var changes = new HistoryChanges();
        changes.Chunks.Add(new(new("rig", HistoryResolution.Raw, ChunkKey.SlotOf(HistoryResolution.Raw, Start.ToUnixTimeMilliseconds())), [1, 2, 3]));
        await stores.Get<IHistoryStore>().ApplyAsync(lease, changes, Cancellation);
    }
}
