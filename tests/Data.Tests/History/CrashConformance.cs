using BloxOs.Data.Directory;
using BloxOs.Data.History;
using BloxOs.Data.Jobs;

namespace BloxOs.Data.Tests.History;

/// <summary>Coarser points and retention, killed at each of their transactions on every database: what is there in the end is, byte by byte, what an undisturbed run makes.</summary>
public abstract class CrashConformance : HistoryTest
{
    /// <summary>More than fit into one transaction: 200 hours of rigs, 48 of farms, 20 that are forgotten.</summary>
    protected const int Hours = 36, Rigs = 6, Farms = 2, Gone = 45;

    [Fact]
    public async Task Coarser_points_that_were_killed_at_each_write_are_those_of_an_undisturbed_run()
    {
        await using var calm = await OpenHistoryAsync();
        await using var hit = await OpenHistoryAsync();
        foreach (var stores in (Stores[])[calm, hit]) { await FillAsync(stores, 0, 3); }
        await calm.RollUpAsync();
        int deaths = 0;
        // Each run dies at its first write, once before it and once behind it: so every write of the whole is one that a process died at.
        while (await DiesAsync(hit, IHistoryRollup.Job, survive: 0, written: deaths % 2 == 1, RollUpAsync))
        {
            Assert.InRange(++deaths, 1, 50);
            // What comes in meanwhile is made in the end as well.
            if (deaths == 3) { foreach (var stores in (Stores[])[calm, hit]) { await FillAsync(stores, 3, 5); } }
        }
        Assert.InRange(deaths, 8, 50);
        await calm.RollUpAsync();
        await hit.RollUpAsync();
        await SameAsync(calm, hit);
        Assert.Empty(await hit.Get<IHistoryStore>().DirtyAsync(false, default, 10, Cancellation));
        Assert.Empty(await hit.Get<IHistoryStore>().DirtyAsync(true, default, 10, Cancellation));
    }

    [Fact]
    public async Task Retention_that_was_killed_at_each_write_deletes_what_an_undisturbed_run_deletes()
    {
        await using var calm = await OpenHistoryAsync();
        await using var hit = await OpenHistoryAsync();
        foreach (var stores in (Stores[])[calm, hit])
        {
            SetClock(0);
            await FillAsync(stores, 0, 3);
            await stores.RollUpAsync();
            await PassAsync(stores);
        }
        SetClock((Hours + 40) * 3_600);
        foreach (var stores in (Stores[])[calm, hit]) { await stores.TrimAsync(); }   // notes who is gone
        Clock.Advance(TimeSpan.FromHours(1));
        var (chunks, subjects) = await calm.TrimAsync();
        Assert.Equal(Gone, subjects);
        Assert.True(chunks > 0);
        int survive = 0;
        while (await DiesAsync(hit, IHistoryRetention.Job, survive / 2, written: survive % 2 == 1, TrimAsync))
        {
            Assert.InRange(++survive, 1, 25);   // two minutes each: within the hour of the undisturbed run
        }
        Assert.InRange(survive, 6, 25);
        await SameAsync(calm, hit);
    }

    Task RollUpAsync(Stores stores, IHistoryStore store, JobLease lease) => new HistoryRollup(store, stores.Directory, new(), Clock).RollUpAsync(lease, Cancellation);

    Task TrimAsync(Stores stores, IHistoryStore store, JobLease lease) => new HistoryRetention(store, new(), Clock).TrimAsync(lease, Cancellation);

    /// <summary>One run whose process dies; false when it came to its end.</summary>
    async Task<bool> DiesAsync(Stores stores, string job, int survive, bool written, Func<Stores, IHistoryStore, JobLease, Task> run)
    {
        var ledger = stores.Get<IJobLedger>();
        var lease = (await ledger.TryStartAsync(job, "one that dies", null, Cancellation))!;
        var store = new DyingStore(stores.Get<IHistoryStore>(), survive, written);
        try { await run(stores, store, lease); }
        catch (InsufficientMemoryException) { }
        if (!store.IsDead)
        {
            await ledger.EndAsync(lease, new(0, ""), null);
            return false;
        }
        Assert.Null(await ledger.TryStartAsync(job, "too early", null, Cancellation));
        Clock.Advance(IJobLedger.LeaseTime);
        return true;
    }

    /// <summary>Points of three samples an hour, and two more samples of each hour that they are not made of yet.</summary>
    private protected async Task PrepareAsync(Stores stores)
    {
        SetClock(0);
        await FillAsync(stores, 0, 3);
        await stores.RollUpAsync();
        await FillAsync(stores, 3, 5);
    }

    /// <summary>Samples of some hours in all rigs, packed; the clock stands behind all of them.</summary>
    private protected async Task FillAsync(Stores stores, int first, int end)
    {
        if (first == 0) { foreach (int rig in Enumerable.Range(0, Rigs)) { await EnlistAsync(stores, $"farm{rig % Farms}", $"rig{rig}"); } }
        await Task.WhenAll(Enumerable.Range(first, end - first).SelectMany(i => Enumerable.Range(0, Hours * Rigs).Select(n => AppendAsync(
            stores, $"rig{n % Rigs}", (i * Hours) + (n / Rigs) + 1, (n / Rigs * 3_600) + (i * 700), $"CoreCelsius/0={(n + i) % 70}; GpuPowerWatts/0={100 + n}; WorkAccepted@a:b={n * (i + 1)}"))));
        if (Clock.GetUtcNow() < Start.AddHours(Hours + 1)) { SetClock((Hours + 1) * 3_600); }
        await stores.PackAsync();
    }

    /// <summary>Rigs that come and go.</summary>
    private protected async Task PassAsync(Stores stores)
    {
        for (int rig = 0; rig < Gone; rig++) { await EnlistAsync(stores, "farm0", $"gone{rig}"); }
        await Task.WhenAll(Enumerable.Range(0, Gone).Select(rig => AppendAsync(stores, $"gone{rig}", 1, rig, "CoreCelsius/0=60")));
        await stores.PackAsync();
        await stores.RollUpAsync();
        for (int rig = 0; rig < Gone; rig++) { await stores.Directory.RemoveRigAsync($"gone{rig}"); }
        foreach (int farm in Enumerable.Range(0, Farms)) { await stores.Directory.PutFarmAsync(new FarmEntry($"farm{farm}", "Farm")); }
    }

    /// <summary>All chunks of all subjects are the same bytes.</summary>
    private protected static async Task SameAsync(Stores one, Stores other)
    {
        int compared = 0;
        foreach (string subject in (string[])[.. Enumerable.Range(0, Farms).Select(farm => $"farm{farm}"), .. Enumerable.Range(0, Rigs).Select(rig => $"rig{rig}"), .. Enumerable.Range(0, Gone).Select(rig => $"gone{rig}")])
        {
            foreach (var resolution in Enum.GetValues<HistoryResolution>())
            {
                var expected = await ChunksAsync(one);
                var actual = await ChunksAsync(other);
                Assert.Equal(expected.Select(static chunk => chunk.Slot), actual.Select(static chunk => chunk.Slot));
                foreach (var (left, right) in expected.Zip(actual)) { Assert.Equal(left.Payload, right.Payload); }
                compared += expected.Count;

                Task<IReadOnlyList<StoredChunk>> ChunksAsync(Stores stores) => stores.Get<IHistoryStore>().ReadAsync(subject, resolution, 0, (1L << 23) - 1, Cancellation);
            }
        }
        Assert.InRange(compared, 20, 2_000);
    }
}
