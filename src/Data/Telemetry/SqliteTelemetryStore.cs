using System.Runtime.InteropServices;
using BloxOs.Data.Sqlite;

namespace BloxOs.Data.Telemetry;

internal sealed class SqliteTelemetryStore : ITelemetryStore, IAsyncDisposable
{
    private static readonly SqliteStatement Insert = new(
        "INSERT INTO telemetry (rig, sequence, at, payload) VALUES ($1, $2, $3, $4) ON CONFLICT (rig, sequence) DO NOTHING", 4);

    private static readonly SqliteStatement Highest = new(
        """
        SELECT max(coalesce((SELECT max(sequence) FROM telemetry WHERE rig = $1), 0),
                   coalesce((SELECT highest FROM telemetry_mark WHERE rig = $1), 0))
        """, 1);

    private static readonly SqliteStatement Select = new(
        "SELECT sequence, at, payload FROM telemetry WHERE rig = $1 AND at >= $2 AND at < $3 ORDER BY sequence LIMIT $4", 4);

    private static readonly SqliteStatement Mark = new(
        """
        INSERT INTO telemetry_mark (rig, highest)
        SELECT rig, max(sequence)
        FROM (SELECT rig, sequence FROM telemetry WHERE at < $1 ORDER BY at, rig, sequence LIMIT $2)
        WHERE true GROUP BY rig
        ON CONFLICT (rig) DO UPDATE SET highest = max(highest, excluded.highest)
        """, 2);

    private static readonly SqliteStatement Delete = new(
        """
        DELETE FROM telemetry WHERE (rig, sequence) IN
        (SELECT rig, sequence FROM telemetry WHERE at < $1 ORDER BY at, rig, sequence LIMIT $2)
        """, 2);

    private readonly SqliteDatabase database;
    private readonly TelemetryBatcher batcher;

    public SqliteTelemetryStore(SqliteDatabase database, DatabaseOptions options, TimeProvider time)
    {
        this.database = database;
        batcher = new TelemetryBatcher(options.TelemetryBatching, time, samples => database.Writer.RunAsync(samples, InsertAll));
    }

    public Task AppendAsync(TelemetrySample sample) => batcher.AppendAsync(sample);

    public async Task<long> HighestSequenceAsync(string rigId, CancellationToken cancellation)
    {
        TelemetryInput.CheckRig(rigId);
        var highest = await database.Readers.RunAsync(rigId, static (session, rig) => (long)session.Scalar(Highest, rig)!, cancellation);
        batcher.Resume(rigId);
        return highest;
    }

    public async Task<IReadOnlyList<TelemetrySample>> ReadAsync(
        string rigId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellation)
    {
        TelemetryInput.CheckRig(rigId);
        TelemetryInput.CheckLimit(limit);
        return await database.Readers.RunLongAsync(
            (rigId, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), limit, cancellation), Read, cancellation);
    }

    public Task<int> TrimAsync(DateTimeOffset before, int limit, CancellationToken cancellation)
    {
        TelemetryInput.CheckLimit(limit);
        cancellation.ThrowIfCancellationRequested();
        return database.Writer.RunAsync((before.ToUnixTimeMilliseconds(), limit), static (session, oldest) =>
        {
            session.Execute(Mark, oldest.Item1, oldest.limit);
            return session.Execute(Delete, oldest.Item1, oldest.limit);
        });
    }

    public ValueTask DisposeAsync() => batcher.DisposeAsync();

    private static int InsertAll(SqliteSession session, IReadOnlyList<TelemetrySample> samples)
    {
        var inserted = 0;
        for (var i = 0; i < samples.Count; i++)
        {
            var sample = samples[i];
            inserted += session.Execute(Insert, sample.RigId, sample.Sequence, sample.At.ToUnixTimeMilliseconds(), Bytes(sample.Payload));
        }
        return inserted;
    }

    /// <summary>The array behind the memory where it is all of it: the driver takes arrays only.</summary>
    private static byte[] Bytes(ReadOnlyMemory<byte> payload)
        => MemoryMarshal.TryGetArray(payload, out var segment) && segment.Array is { } array && array.Length == payload.Length
            ? array
            : payload.ToArray();

    private static List<TelemetrySample> Read(
        SqliteSession session, (string Rig, long From, long To, int Limit, CancellationToken Cancellation) range)
    {
        var samples = new List<TelemetrySample>();
        using var rows = session.Bind(Select, range.Rig, range.From, range.To, range.Limit).ExecuteReader();
        while (rows.Read())
        {
            range.Cancellation.ThrowIfCancellationRequested();
            samples.Add(new TelemetrySample(
                range.Rig, rows.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1)), rows.GetFieldValue<byte[]>(2)));
        }
        return samples;
    }
}
