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
    /// <summary>Hours of rigs that are written at once.</summary>
    public const int HoursPerTransaction = 200;

    const int FarmHoursPerTransaction = 48, RigsAtOnce = 200;

    /// <summary>Samples of hours this near to the end of their retention may be deleted any moment.</summary>
    static readonly TimeSpan s_margin = TimeSpan.FromHours(1);

    /// <summary>Hours that are not over are made again and again: with many rigs only as often as takes a fortieth of the time.</summary>
    public const int RestFactor = 40;

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
        int limit = farms ? FarmHoursPerTransaction : HoursPerTransaction;
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
        // With the last hour before that has samples, for the counters.
        var before = await store.NearestAsync([.. hours.Select(RawOf)], before: true, cancellation);
        var samples = await store.ReadAsync([.. hours.Select(RawOf).Concat(before.Values).Distinct()], cancellation);
        var stored = await store.ReadAsync(RollupPoints.NamesOf(hours), cancellation);
        var farms = await store.FarmsAsync(hours.Select(h => h.Subject).ToHashSet(), cancellation);
        var changes = new HistoryChanges();
        using var buffer = new ChunkBuffer();
        foreach (var rig in hours.GroupBy(static hour => hour.Subject))
        {
            cancellation.ThrowIfCancellationRequested();
            var points = new RollupPoints(stored);
            foreach (var hour in rig)
            {
                if (Samples(samples, RawOf(hour), before.TryGetValue(RawOf(hour), out var last) ? last : null, buffer) is { } segment) { points.Put(hour, segment, clock); }
                if (clock.IsOver(hour)) { changes.Made.Add(hour); }
                if (farms.TryGetValue(rig.Key, out string? farm)) { changes.Dirty.Add(new(true, farm, hour.Hour)); }
            }
            points.AddTo(changes);
        }
        await store.ApplyAsync(lease, changes, cancellation);
    }

    /// <summary>The samples of the hour with increases and totals; null without any.</summary>
    static HistorySegment? Samples(Dictionary<ChunkName, byte[]> payloads, ChunkName hour, ChunkName? last, ChunkBuffer buffer)
    {
        if (Read(payloads, hour, static metric => metric != HistoryMetric.Sequence, buffer) is not { } segment) { return null; }
        var counters = new CounterIncreases();
        if (last is { } name && Read(payloads, name, static metric => HistoryMetrics.Of(metric).Kind == MetricKind.Counter, buffer) is { } before) { counters.Apply(before); }
        counters.Apply(segment);
        RigTotals.AddTo(segment, static _ => true);
        return segment;
    }

    static HistorySegment? Read(Dictionary<ChunkName, byte[]> payloads, ChunkName name, Func<HistoryMetric, bool> needed, ChunkBuffer buffer)
    {
        if (!payloads.TryGetValue(name, out byte[]? payload)) { return null; }
        try { return RawSegment.Read(new(name.Slot, payload), needed, buffer); }
        catch (InvalidDataException) { return null; }
    }

    async Task RollUpFarmsAsync(IReadOnlyList<DirtyHour> hours, RollupClock clock, JobLease lease, CancellationToken cancellation)
    {
        var stored = await store.ReadAsync(RollupPoints.NamesOf(hours), cancellation);
        var changes = new HistoryChanges();
        foreach (var farm in hours.GroupBy(static hour => hour.Subject))
        {
            var points = new RollupPoints(stored);
            // Hours that lie in the same chunks of the rigs together: a server that was away for a day has dozens of them.
            foreach (var slot in farm.GroupBy(static hour => ChunkKey.SlotOf(HistoryResolution.FiveMinutes, hour.Hour)))
            {
                var totals = slot.ToDictionary(static hour => hour, static hour => new FarmSums(hour.Hour));
                await AddRigsAsync(totals.Values, new(farm.Key, HistoryResolution.FiveMinutes, slot.Key), cancellation);
                foreach (var (hour, sums) in totals)
                {
                    points.Put(hour, sums.ToSegment(), clock);
                    if (clock.IsOver(hour)) { changes.Made.Add(hour); }
                }
            }
            points.AddTo(changes);
        }
        await store.ApplyAsync(lease, changes, cancellation);
    }

    /// <summary>Adds what the rigs of a farm have in one slot.</summary>
    async Task AddRigsAsync(IReadOnlyCollection<FarmSums> totals, ChunkName ofFarm, CancellationToken cancellation)
    {
        string? after = null;
        int count;
        do
        {
            var rigs = await directory.RigsAsync(ofFarm.Subject, after, RigsAtOnce, cancellation);
            var chunks = await store.ReadAsync(rigs.Select(rig => ofFarm with { Subject = rig.RigId }).ToHashSet(), cancellation);
            foreach (byte[] payload in chunks.Values) { Add(totals, payload); }
            count = rigs.Count;
            after = count > 0 ? rigs[^1].RigId : null;
        }
        while (count == RigsAtOnce);
    }

    static void Add(IReadOnlyCollection<FarmSums> totals, byte[] payload)
    {
        try
        {
            var segment = RollupChunk.Read(payload, FarmSums.IsTotal);
            foreach (var sums in totals) { sums.Add(segment); }
        }
        catch (InvalidDataException)
        {
            // A damaged chunk of one rig must not stop the farm.
        }
    }

    static ChunkName RawOf(DirtyHour hour) => new(hour.Subject, HistoryResolution.Raw, ChunkKey.SlotOf(HistoryResolution.Raw, hour.Hour));
}
