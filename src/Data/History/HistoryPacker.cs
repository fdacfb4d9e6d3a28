using BloxOs.Data.Jobs;
using BloxOs.Data.Telemetry;

namespace BloxOs.Data.History;

/// <summary>Packs the samples that wait in the journal into chunks by rig and hour, and lets the journal go behind them.</summary>
/// <remarks>
/// A crash at any point loses nothing and doubles nothing: a sample leaves the journal in the transaction that has its chunk, or later, and a chunk knows the
/// sequences of its samples.
/// </remarks>
internal sealed class HistoryPacker(IHistoryStore store, ISampleFormat format, TimeProvider time) : IHistoryPacker
{
    /// <summary>One transaction has about so many samples, or chunks of so many rigs.</summary>
    const int SamplesPerTransaction = 8_192, RigsPerTransaction = 200;

    readonly SampleValues _values = new();

    public async Task<PackResult> PackAsync(JobLease lease, CancellationToken cancellation)
    {
        var result = new PackResult();
        bool reachedEnd;
        do
        {
            long began = time.GetUtcNow().ToUnixTimeMilliseconds();
            var pass = await store.BeginPassAsync(cancellation);
            await PackAsync(pass, lease, result, cancellation);
            result.Damaged += pass.Damaged;
            var last = new HistoryChanges();
            pass.End(last);
            reachedEnd = pass.ReachedEnd;
            if (reachedEnd) { last.Position = began; }
            await store.ApplyAsync(lease, last, cancellation);
        }
        while (!reachedEnd);
        return result;
    }

    async Task PackAsync(IJournalPass pass, JobLease lease, PackResult result, CancellationToken cancellation)
    {
        var waiting = new Dictionary<string, List<TelemetrySample>>(StringComparer.Ordinal);
        int samples = 0;
        await foreach (var backlog in pass.ReadAsync(cancellation))
        {
            if (waiting.TryGetValue(backlog.RigId, out var known)) { known.AddRange(backlog.Samples); }
            else { waiting.Add(backlog.RigId, backlog.Samples); }
            samples += backlog.Samples.Count;
            if (samples < SamplesPerTransaction && waiting.Count < RigsPerTransaction) { continue; }
            await PackAsync(waiting, lease, result, cancellation);
            waiting.Clear();
            samples = 0;
        }
        if (waiting.Count > 0) { await PackAsync(waiting, lease, result, cancellation); }
    }

    async Task PackAsync(Dictionary<string, List<TelemetrySample>> waiting, JobLease lease, PackResult result, CancellationToken cancellation)
    {
        var names = waiting.SelectMany(rig => rig.Value.Select(sample => NameOf(rig.Key, sample))).ToHashSet();
        long over = ChunkKey.SlotOf(HistoryResolution.Raw, time.GetUtcNow().ToUnixTimeMilliseconds());
        // Late samples: the first increase of a counter in the next hour that has samples is another one with them, also where nothing of that hour is new.
        ChunkName[] late = [.. names.Where(name => name.Slot < over)];
        var behind = late.Length > 0 ? await store.NearestAsync(late, before: false, cancellation) : [];
        var stored = await store.ReadAsync(names, cancellation);
        var cards = await store.CardsAsync(waiting.Keys, cancellation);
        var changes = new HistoryChanges();
        changes.Dirty.UnionWith(behind.Values.Select(HourOf));
        foreach (var (rig, samples) in waiting)
        {
            var layouts = cards.GetValueOrDefault(rig, CardLayouts.None);
            foreach (var hour in samples.GroupBy(sample => NameOf(rig, sample)))
            {
                PackHour(hour, stored.GetValueOrDefault(hour.Key), layouts, changes, result);
            }
            SequenceRun.Add(changes.Packed, rig, samples.Select(static sample => sample.Sequence));
        }
        await store.ApplyAsync(lease, changes, cancellation);
        result.Transactions++;
    }

    void PackHour(IGrouping<ChunkName, TelemetrySample> hour, byte[]? payload, CardLayouts cards, HistoryChanges changes, PackResult result)
    {
        var chunk = Load(hour.Key.Slot, payload, result);
        int before = chunk.Count;
        foreach (var sample in hour)
        {
            _values.Clear();
            try { format.Read(sample.Payload.Span, _values); }
            catch (InvalidDataException)
            {
                result.Damaged++;
                continue;
            }
            if (!chunk.Add(sample, _values, cards)) { result.LeftOut++; }
        }
        result.Samples += chunk.Count - before;
        if (chunk.Count == before) { return; }
        byte[] packed = chunk.ToPayload();
        result.Chunks++;
        changes.Chunks.Add(new(hour.Key, packed));
        changes.Dirty.Add(HourOf(hour.Key));
    }

    static DirtyHour HourOf(ChunkName name) => new(false, name.Subject, name.Slot * ChunkKey.HourMilliseconds);

    static RawChunk Load(long slot, byte[]? payload, PackResult result)
    {
        if (payload is null) { return new(); }
        try { return RawChunk.Load(new(slot, payload)); }
        catch (InvalidDataException)
        {
            // What can't be read is lost anyway, and must not keep what comes from being packed.
            result.DamagedChunks++;
            return new();
        }
    }

    static ChunkName NameOf(string rig, in TelemetrySample sample) => new(rig, HistoryResolution.Raw, ChunkKey.SlotOf(HistoryResolution.Raw, sample.At.ToUnixTimeMilliseconds()));
}
