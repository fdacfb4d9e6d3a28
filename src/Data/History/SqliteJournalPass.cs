using System.Runtime.CompilerServices;
using BloxOs.Data.Sqlite;
using BloxOs.Data.Telemetry;

namespace BloxOs.Data.History;

/// <summary>
/// Walks over the journal of the embedded database. Its batches have many rigs each, so it is read several times, each time keeping the samples of a part of
/// the rigs.
/// </summary>
internal sealed class SqliteJournalPass : IJournalPass
{
    /// <summary>Bytes of a walk, and of the part of it that is kept in memory at once.</summary>
    const long MostBytes = 128L << 20, BytesAtOnce = 12L << 20;

    static readonly SqliteStatement s_sizes = new("SELECT id, length(data) FROM telemetry_batch ORDER BY id", 0);
    static readonly SqliteStatement s_batches = new("SELECT data, format, samples FROM telemetry_batch WHERE id <= $1 ORDER BY id", 1);

    readonly SqliteDatabase _database;
    readonly long _end;
    readonly int _parts;
    readonly Dictionary<string, long> _packedTo = new(StringComparer.Ordinal);

    SqliteJournalPass(SqliteDatabase database, long end, int parts, bool reachedEnd) => (_database, _end, _parts, ReachedEnd) = (database, end, parts, reachedEnd);

    public bool ReachedEnd { get; }

    public long Damaged { get; private set; }

    public static Task<SqliteJournalPass> BeginAsync(SqliteDatabase database, CancellationToken cancellation)
        => database.Readers.RunLongAsync(database, static (session, of) =>
        {
            long end = 0, bytes = 0;
            bool more = false;
            using var rows = session.Bind(s_sizes).ExecuteReader();
            while (rows.Read())
            {
                more = end > 0 && bytes + rows.GetInt64(1) > MostBytes;
                if (more) { break; }
                end = rows.GetInt64(0);
                bytes += rows.GetInt64(1);
            }
            return new SqliteJournalPass(of, end, (int)((bytes + BytesAtOnce - 1) / BytesAtOnce), !more);
        }, cancellation);

    public async IAsyncEnumerable<RigBacklog> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int part = 0; part < _parts; part++)
        {
            var (rigs, damaged) = await _database.Readers.RunLongAsync((_end, part, parts: _parts, cancellation), static (session, walk) =>
            {
                var into = new Dictionary<string, List<TelemetrySample>>(StringComparer.Ordinal);
                long damaged = 0;
                using var rows = session.Bind(s_batches, walk._end).ExecuteReader();
                while (rows.Read())
                {
                    walk.cancellation.ThrowIfCancellationRequested();
                    var (count, isDamaged) = TelemetryBlock.ReadPart(rows.GetFieldValue<byte[]>(0), rows.GetInt64(1), walk.part, walk.parts, into);
                    if (isDamaged || count != rows.GetInt64(2)) { damaged += Math.Max(1, rows.GetInt64(2) - count); }
                }
                return (into, damaged);
            }, cancellation);
            if (part == 0) { Damaged = damaged; }
            foreach (var (rig, samples) in rigs)
            {
                _packedTo[rig] = samples.Max(s => s.Sequence);
                yield return new(rig, samples);
            }
        }
    }

    public void End(HistoryChanges changes)
    {
        if (_end == 0) { return; }
        changes.JournalEnd = _end;
        foreach (var (rig, sequence) in _packedTo) { changes.JournalMarks[rig] = sequence; }
    }
}
