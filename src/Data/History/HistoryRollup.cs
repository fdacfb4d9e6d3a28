using BloxOs.Data.Directory;
using BloxOs.Data.Jobs;

namespace BloxOs.Data.History;

/// <inheritdoc cref="IHistoryRollup"/>
/// <remarks>
/// An hour that changed is made anew from its samples, so that making it twice, or again after late samples, gives the same points. An hour that is not over
/// stays on the list until it is.
/// </remarks>
internal sealed class HistoryRollup(IHistoryStore store, IDirectory directory, HistoryOptions options, TimeProvider time) : IHistoryRollup
{
    const int HoursPerTransaction = 200, RigsAtOnce = 200;

    /// <summary>Samples of hours this near to the end of their retention may be deleted any moment.</summary>
    static readonly TimeSpan s_margin = TimeSpan.FromHours(1);

    /// <summary>Hours that are not over are made again and again: with many rigs only as often as takes a fortieth of the time.</summary>
    const int RestFactor = 40;

    /// <summary>Below that nobody notices.</summary>
    static readonly TimeSpan s_short = TimeSpan.FromSeconds(1);

    long _begunAt;
    TimeSpan _took;

    public async Task<(long RigHours, long FarmHours)> RollUpAsync(JobLease lease, CancellationToken cancellation)
    {
        if (_took > s_short && time.GetElapsedTime(_begunAt) < RestFactor * _took) { return await RollUpAsync(lease, unfinished: false, cancellation); }
        long begun = time.GetTimestamp();
        var made = await RollUpAsync(lease, unfinished: true, cancellation);
        (_begunAt, _took) = (begun, time.GetElapsedTime(begun));
        return made;
    }

    async Task<(long RigHours, long FarmHours)> RollUpAsync(JobLease lease, bool unfinished, CancellationToken cancellation)
    {
        long? packed = await store.PositionAsync(IHistoryPacker.Job, cancellation);
        var clock = new RollupClock(packed ?? 0, (time.GetUtcNow() - options.Raw + s_margin).ToUnixTimeMilliseconds(), unfinished);
        long rigHours = await EachAsync(farms: false, clock, hours => RollUpRigsAsync(hours, clock, lease, cancellation), cancellation);
        long farmHours = await EachAsync(farms: true, clock, hours => RollUpFarmsAsync(hours, clock, lease, cancellation), cancellation);
        return (rigHours, farmHours);
    }

    async Task<long> EachAsync(bool farms, RollupClock clock, Func<IReadOnlyList<DirtyHour>, Task> make, CancellationToken cancellation)
    {
        long made = 0;
        int limit = farms ? 1 : HoursPerTransaction;
        for (var after = new DirtyHour(farms, "", 0); ;)
        {
            var hours = await store.DirtyAsync(farms, after, limit, cancellation);
            DirtyHour[] due = [.. hours.Where(clock.IsDue)];
            if (due.Length > 0) { await make(due); }
            made += due.Length;
            if (hours.Count < limit) { return made; }
            after = hours[^1];
        }
    }

    async Task RollUpRigsAsync(IReadOnlyList<DirtyHour> hours, RollupClock clock, JobLease lease, CancellationToken cancellation)
    {
        // With the hour before, for the counters.
        var samples = await store.ReadAsync(hours.SelectMany(h => new[] { RawOf(h, 0), RawOf(h, -1) }).ToHashSet(), cancellation);
        var points = await RollupPoints.LoadAsync(store, hours, cancellation);
        var farms = await store.FarmsAsync(hours.Select(h => h.Subject).ToHashSet(), cancellation);
        var changes = new HistoryChanges();
        foreach (var hour in hours)
        {
            if (Samples(samples, hour) is { } segment) { points.Put(hour, segment, clock); }
            if (clock.IsOver(hour)) { changes.Made.Add(hour); }
            if (farms.TryGetValue(hour.Subject, out string? farm)) { changes.Dirty.Add(new(true, farm, hour.Hour)); }
        }
        points.AddTo(changes);
        await store.ApplyAsync(lease, changes, cancellation);
    }

    /// <summary>The samples of the hour with increases and totals; null without any.</summary>
    static HistorySegment? Samples(Dictionary<ChunkName, byte[]> payloads, DirtyHour hour)
    {
        var counters = new CounterIncreases();
        HistorySegment? segment = null;
        foreach (int which in (int[])[-1, 0])
        {
            segment = payloads.TryGetValue(RawOf(hour, which), out byte[]? payload) ? Read(payload) : null;
            if (segment is not null) { counters.Apply(segment); }
        }
        if (segment is not null) { RigTotals.AddTo(segment, static _ => true); }
        return segment;
    }

    static HistorySegment? Read(byte[] payload)
    {
        try { return RawSegment.Read(payload, static metric => metric != HistoryMetric.Sequence, out _); }
        catch (InvalidDataException) { return null; }
    }

    async Task RollUpFarmsAsync(IReadOnlyList<DirtyHour> hours, RollupClock clock, JobLease lease, CancellationToken cancellation)
    {
        var points = await RollupPoints.LoadAsync(store, hours, cancellation);
        var changes = new HistoryChanges();
        foreach (var hour in hours)
        {
            var totals = new FarmSums(hour.Hour);
            string? after = null;
            int count;
            do
            {
                var rigs = await directory.RigsAsync(hour.Subject, after, RigsAtOnce, cancellation);
                await AddAsync(totals, rigs, hour, cancellation);
                count = rigs.Count;
                after = count > 0 ? rigs[^1].RigId : null;
            }
            while (count == RigsAtOnce);
            points.Put(hour, totals.ToSegment(), clock);
            if (clock.IsOver(hour)) { changes.Made.Add(hour); }
        }
        points.AddTo(changes);
        await store.ApplyAsync(lease, changes, cancellation);
    }

    async Task AddAsync(FarmSums totals, IReadOnlyList<RigEntry> rigs, DirtyHour hour, CancellationToken cancellation)
    {
        long slot = ChunkKey.SlotOf(HistoryResolution.FiveMinutes, hour.Hour);
        var chunks = await store.ReadAsync(rigs.Select(rig => new ChunkName(rig.RigId, HistoryResolution.FiveMinutes, slot)).ToHashSet(), cancellation);
        foreach (byte[] payload in chunks.Values)
        {
            try { totals.Add(RollupChunk.Read(payload, FarmSums.IsTotal)); }
            catch (InvalidDataException)
            {
                // A damaged chunk of one rig must not stop the farm.
            }
        }
    }

    static ChunkName RawOf(DirtyHour hour, int hours) => new(hour.Subject, HistoryResolution.Raw, ChunkKey.SlotOf(HistoryResolution.Raw, hour.Hour) + hours);
}
