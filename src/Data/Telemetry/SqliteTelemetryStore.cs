using BloxOs.Data.Sqlite;

namespace BloxOs.Data.Telemetry;

/// <summary>
/// A journal: each batch is one row at the end of one table, so that a batch of many rigs costs a few pages instead of one per rig. The
/// highest sequences are kept in memory (this database has one process) and written down now and then; what came after is read again at
/// the start.
/// </summary>
internal sealed class SqliteTelemetryStore : ITelemetryStore, IAsyncDisposable
{
    /// <summary>Batches between two notes of the highest sequences: a start reads at most so many again.</summary>
    private const int BatchesPerCheckpoint = 120;

    private static readonly SqliteStatement Insert = new(
        "INSERT INTO telemetry_batch (first_at, last_at, samples, data) VALUES ($1, $2, $3, $4)", 4);

    private static readonly SqliteStatement Checkpoint = new(
        """
        INSERT INTO telemetry_checkpoint (one, batch, marks) VALUES (1, coalesce((SELECT max(id) FROM telemetry_batch), 0), $1)
        ON CONFLICT (one) DO UPDATE SET batch = max(batch, excluded.batch), marks = excluded.marks
        """, 1);

    private static readonly SqliteStatement Marks = new("SELECT marks FROM telemetry_checkpoint", 0);

    private static readonly SqliteStatement Later = new(
        "SELECT data FROM telemetry_batch WHERE id > coalesce((SELECT batch FROM telemetry_checkpoint), 0) ORDER BY id", 0);

    private static readonly SqliteStatement Select = new(
        "SELECT data FROM telemetry_batch WHERE last_at >= $1 AND first_at < $2 ORDER BY id", 2);

    private static readonly SqliteStatement Oldest = new(
        "SELECT id, samples FROM telemetry_batch WHERE last_at < $1 ORDER BY id", 1);

    private static readonly SqliteStatement Delete = new("DELETE FROM telemetry_batch WHERE id = $1", 1);

    private readonly SqliteDatabase database;
    private readonly TelemetryBatcher batcher;
    private readonly Lock gate = new();
    private readonly Lazy<Task<TelemetryMarks>> marks;
    private int sinceCheckpoint;

    public SqliteTelemetryStore(SqliteDatabase database, DatabaseOptions options, TimeProvider time)
    {
        this.database = database;
        marks = new(() => database.Readers.RunLongAsync(0, static (session, _) => Load(session), CancellationToken.None));
        batcher = new TelemetryBatcher(options.TelemetryBatching, time, StoreAsync);
    }

    public Task AppendAsync(TelemetrySample sample) => batcher.AppendAsync(sample);

    public async Task<long> HighestSequenceAsync(string rigId, CancellationToken cancellation)
    {
        TelemetryInput.CheckRig(rigId);
        var loaded = await marks.Value.WaitAsync(cancellation);
        batcher.Resume(rigId);
        lock (gate)
            return loaded.Of(rigId);
    }

    public async Task<IReadOnlyList<TelemetrySample>> ReadAsync(
        string rigId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellation)
    {
        TelemetryInput.CheckRig(rigId);
        TelemetryInput.CheckLimit(limit);
        return await database.Readers.RunLongAsync(
            (rigId, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), limit, cancellation), Read, cancellation);
    }

    public async Task<int> TrimAsync(DateTimeOffset before, int limit, CancellationToken cancellation)
    {
        TelemetryInput.CheckLimit(limit);
        var noted = await EncodeMarksAsync(cancellation);   // what is trimmed must not be counted again after a start
        return await database.Writer.RunAsync((noted, before.ToUnixTimeMilliseconds(), limit), static (session, oldest) =>
        {
            session.Execute(Checkpoint, oldest.noted);
            return Trim(session, oldest.Item2, oldest.limit);
        });
    }

    public ValueTask DisposeAsync() => batcher.DisposeAsync();

    /// <summary>Called for one batch at a time. Sequences of a rig come in order, so that what is not above its mark is stored already.</summary>
    private async Task StoreAsync(IReadOnlyList<TelemetrySample> samples)
    {
        var loaded = await marks.Value;
        var fresh = Fresh(samples, loaded);
        if (fresh.Count == 0)
            return;
        var noted = ++sinceCheckpoint >= BatchesPerCheckpoint ? await EncodeMarksAsync(CancellationToken.None) : null;
        await database.Writer.RunAsync((fresh, noted), static (session, batch) =>
        {
            if (batch.noted is not null)
                session.Execute(Checkpoint, batch.noted);   // before this batch: its marks are not in it
            return InsertAll(session, batch.fresh);
        });
        if (noted is not null)
            sinceCheckpoint = 0;
        lock (gate)
        {
            foreach (var sample in fresh)
                loaded.Raise(sample.RigId, sample.Sequence);
        }
    }

    private static int InsertAll(SqliteSession session, List<TelemetrySample> samples)
    {
        for (var start = 0; start < samples.Count;)
        {
            var block = TelemetryBlock.Next(samples, start);
            var (first, last) = (block.Min(s => s.At), block.Max(s => s.At));
            session.Execute(Insert, first.ToUnixTimeMilliseconds(), last.ToUnixTimeMilliseconds(), block.Count, TelemetryBlock.Encode(block));
            start += block.Count;
        }
        return samples.Count;
    }

    private List<TelemetrySample> Fresh(IReadOnlyList<TelemetrySample> samples, TelemetryMarks loaded)
    {
        var fresh = new List<TelemetrySample>(samples.Count);
        var taken = new Dictionary<string, long>(samples.Count, StringComparer.Ordinal);
        lock (gate)
        {
            foreach (var sample in samples)
            {
                if (sample.Sequence <= (taken.TryGetValue(sample.RigId, out var before) ? before : loaded.Of(sample.RigId)))
                    continue;
                taken[sample.RigId] = sample.Sequence;
                fresh.Add(sample);
            }
        }
        return fresh;
    }

    private async Task<byte[]> EncodeMarksAsync(CancellationToken cancellation)
    {
        var loaded = await marks.Value.WaitAsync(cancellation);
        lock (gate)
            return loaded.Encode();
    }

    private static TelemetryMarks Load(SqliteSession session)
    {
        var loaded = new TelemetryMarks();
        if (session.Scalar(Marks) is byte[] noted)
            loaded.Decode(noted);
        using var rows = session.Bind(Later).ExecuteReader();
        while (rows.Read())
            TelemetryBlock.Mark(rows.GetFieldValue<byte[]>(0), loaded);
        return loaded;
    }

    private static List<TelemetrySample> Read(
        SqliteSession session, (string Rig, long From, long To, int Limit, CancellationToken Cancellation) range)
    {
        var samples = new List<TelemetrySample>();
        using var rows = session.Bind(Select, range.From, range.To).ExecuteReader();
        while (samples.Count < range.Limit && rows.Read())
        {
            range.Cancellation.ThrowIfCancellationRequested();
            TelemetryBlock.Read(rows.GetFieldValue<byte[]>(0), range.Rig, range.From, range.To, range.Limit, samples);
        }
        return samples;
    }

    /// <summary>Whole batches only, while they fit under the limit; the first one goes however large it is, or nothing ever would.</summary>
    private static int Trim(SqliteSession session, long before, int limit)
    {
        var doomed = new List<long>();
        var deleted = 0;
        using (var rows = session.Bind(Oldest, before).ExecuteReader())
        {
            while (rows.Read() && (doomed.Count == 0 || deleted + rows.GetInt32(1) <= limit))
            {
                doomed.Add(rows.GetInt64(0));
                deleted += rows.GetInt32(1);
            }
        }
        foreach (var id in doomed)
            session.Execute(Delete, id);
        return deleted;
    }
}
