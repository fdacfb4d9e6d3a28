using BloxOs.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace BloxOs.Data.Telemetry;

/// <summary>
/// A journal: each batch is one row at the end of one table, so that a batch of many rigs costs a few pages instead of one per rig. The
/// highest sequences are kept in memory (this database has one process) and written down now and then; what came after is read again at
/// the start.
/// </summary>
internal sealed partial class SqliteTelemetryStore : ITelemetryStore, IAsyncDisposable
{
    /// <summary>Batches between two notes of the highest sequences: a start reads at most so many again.</summary>
    private const int BatchesPerCheckpoint = 120;

    private static readonly SqliteStatement Insert = new(
        "INSERT INTO telemetry_batch (first_at, last_at, samples, data, format) VALUES ($1, $2, $3, $4, $5) RETURNING id", 5);

    private static readonly SqliteStatement Checkpoint = new(
        """
        INSERT INTO telemetry_checkpoint (one, batch, marks) VALUES (1, coalesce((SELECT max(id) FROM telemetry_batch), 0), $1)
        ON CONFLICT (one) DO UPDATE SET batch = max(batch, excluded.batch), marks = excluded.marks
        """, 1);

    private static readonly SqliteStatement Marks = new("SELECT marks FROM telemetry_checkpoint", 0);

    private static readonly SqliteStatement Later = new(
        "SELECT data, format FROM telemetry_batch WHERE id > coalesce((SELECT batch FROM telemetry_checkpoint), 0) ORDER BY id", 0);

    private static readonly SqliteStatement Select = new(
        "SELECT data, format FROM telemetry_batch WHERE last_at >= $1 AND first_at < $2 AND id <= $3 ORDER BY id", 3);

    private static readonly SqliteStatement SelectPart = new("SELECT substr(data, $2, $3) FROM telemetry_batch WHERE id = $1", 3);

    private static readonly SqliteStatement DropCheckpoint = new(
        """
        INSERT INTO telemetry_checkpoint (one, batch, marks) VALUES (1, $1, $2)
        ON CONFLICT (one) DO UPDATE SET batch = max(batch, excluded.batch), marks = excluded.marks
        """, 2);

    private static readonly SqliteStatement Delete = new("DELETE FROM telemetry_batch WHERE id <= $1", 1);

    private readonly SqliteDatabase database;
    private readonly TelemetryBatcher batcher;
    private readonly TelemetryTail tail;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly Lazy<Task<TelemetryMarks>> marks;
    private int sinceCheckpoint;

    public SqliteTelemetryStore(SqliteDatabase database, TelemetryTail tail, DatabaseOptions options, TimeProvider time, ILogger<SqliteTelemetryStore> logger)
    {
        this.database = database;
        this.tail = tail;
        this.logger = logger;
        marks = new(() => database.Readers.RunLongAsync(this, static (session, store) => store.Load(session), CancellationToken.None));
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
            new Range(tail, rigId, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), limit, cancellation), Read, cancellation);
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
        var blocks = await database.Writer.RunAsync((fresh, noted), static (session, batch) =>
        {
            if (batch.noted is not null)
                session.Execute(Checkpoint, batch.noted);   // before this batch: its marks are not in it
            return InsertAll(session, batch.fresh);
        });
        if (noted is not null)
            sinceCheckpoint = 0;
        foreach (var (id, block) in blocks)
            tail.Add(id, block);
        lock (gate)
        {
            foreach (var sample in fresh)
                loaded.Raise(sample.RigId, sample.Sequence);
        }
    }

    private static List<(long Id, ArraySegment<TelemetrySample> Block)> InsertAll(SqliteSession session, List<TelemetrySample> samples)
    {
        var blocks = new List<(long Id, ArraySegment<TelemetrySample> Block)>();
        for (var start = 0; start < samples.Count;)
        {
            var block = TelemetryBlock.Next(samples, start);
            var (first, last) = (block.Min(s => s.At), block.Max(s => s.At));
            var id = session.Scalar(Insert, first.ToUnixTimeMilliseconds(), last.ToUnixTimeMilliseconds(), block.Count, TelemetryBlock.Encode(block), TelemetryBlock.Checked);
            blocks.Add(((long)id!, block));
            start += block.Count;
        }
        return blocks;
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

    private TelemetryMarks Load(SqliteSession session)
    {
        var loaded = new TelemetryMarks();
        if (session.Scalar(Marks) is byte[] noted && !loaded.TryDecode(noted))
            LogMarks();
        using var rows = session.Bind(Later).ExecuteReader();
        while (rows.Read())
            TelemetryBlock.Mark(rows.GetFieldValue<byte[]>(0), rows.GetInt64(1), loaded);
        return loaded;
    }

    private sealed record Range(TelemetryTail Tail, string Rig, long From, long To, int Limit, CancellationToken Cancellation);

    private static List<TelemetrySample> Read(SqliteSession session, Range range)
    {
        // First where they lie, then the rows: what is written meanwhile is not asked for.
        var (scanTo, places) = range.Tail.Find(range.Rig, range.From, range.To);
        var samples = new List<TelemetrySample>();
        using (var rows = session.Bind(Select, range.From, range.To, scanTo).ExecuteReader())
        {
            while (samples.Count < range.Limit && rows.Read())
            {
                range.Cancellation.ThrowIfCancellationRequested();
                TelemetryBlock.Read(rows.GetFieldValue<byte[]>(0), rows.GetInt64(1), range.Rig, range.From, range.To, range.Limit, samples);
            }
        }
        foreach (var place in places)
        {
            if (samples.Count == range.Limit)
                break;
            // Gone when it was packed a moment ago; substr counts from 1.
            if (session.Scalar(SelectPart, place.Batch, place.Offset + 1, place.Length) is byte[] sample)
                TelemetryBlock.Read(sample, TelemetryBlock.Checked, range.Rig, range.From, range.To, range.Limit, samples);
        }
        return samples;
    }

    /// <summary>Part of a transaction of the packer: deletes what it packed. What is deleted must not be counted again after a start, so its sequences are noted.</summary>
    public static void Drop(SqliteSession session, long lastBatch, IReadOnlyDictionary<string, long> packedTo)
    {
        var noted = new TelemetryMarks();
        // Damaged ones were told of at the start.
        _ = session.Scalar(Marks) is byte[] before && noted.TryDecode(before);
        foreach (var (rig, sequence) in packedTo)
            noted.Raise(rig, sequence);
        session.Execute(DropCheckpoint, lastBatch, noted.Encode());
        session.Execute(Delete, lastBatch);
    }

    [LoggerMessage(LogLevel.Error, "The note of what each rig has stored is damaged and was left out: rigs may send samples again, which the history knows. Check the disk and the file system")]
    private partial void LogMarks();
}
