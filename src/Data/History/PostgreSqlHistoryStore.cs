using System.Data;
using BloxOs.Data.Jobs;
using Npgsql;

namespace BloxOs.Data.History;

/// <summary>The history in PostgreSQL.</summary>
internal sealed class PostgreSqlHistoryStore(NpgsqlDataSource database, TimeProvider time) : IHistoryStore, IHistoryCards
{
    const string Range =
        """
        SELECT key, payload FROM history_chunk
        WHERE key >= ((SELECT no FROM history_subject WHERE id = $1) << 27) + $2 AND key <= ((SELECT no FROM history_subject WHERE id = $1) << 27) + $3 ORDER BY key
        """;

    const string Some =
        """
        SELECT w.n, c.payload FROM unnest($1, $2) WITH ORDINALITY AS w(subject, low, n)
        JOIN history_subject s ON s.id = w.subject JOIN history_chunk c ON c.key = (s.no << 27) + w.low
        """;

    const string Before =
        """
        SELECT w.n, c.key FROM unnest($1, $2) WITH ORDINALITY AS w(subject, low, n) JOIN history_subject s ON s.id = w.subject
        CROSS JOIN LATERAL (SELECT key FROM history_chunk WHERE key >= s.no << 27 AND key < (s.no << 27) + w.low ORDER BY key DESC LIMIT 1) AS c
        """;

    const string Behind =
        """
        SELECT w.n, c.key FROM unnest($1, $2) WITH ORDINALITY AS w(subject, low, n) JOIN history_subject s ON s.id = w.subject
        CROSS JOIN LATERAL (SELECT key FROM history_chunk WHERE key > (s.no << 27) + w.low AND key < (s.no << 27) + (1 << 23) ORDER BY key LIMIT 1) AS c
        """;

    const string Put =
        """
        INSERT INTO history_chunk (key, payload)
        SELECT (s.no << 27) + w.low, w.payload FROM unnest($1, $2, $3) AS w(subject, low, payload) JOIN history_subject s ON s.id = w.subject
        ON CONFLICT (key) DO UPDATE SET payload = excluded.payload
        """;

    const string NewSubjects = "INSERT INTO history_subject (id) SELECT DISTINCT id FROM unnest($1) AS w(id) WHERE NOT EXISTS (SELECT 1 FROM history_subject s WHERE s.id = w.id) ON CONFLICT (id) DO NOTHING";

    const string Mark =
        """
        INSERT INTO history_dirty (farm, subject, hour, version) SELECT farm, subject, hour, 1 FROM unnest($1, $2, $3) AS w(farm, subject, hour)
        ORDER BY farm, subject, hour ON CONFLICT (farm, subject, hour) DO UPDATE SET version = history_dirty.version + 1
        """;

    // Locked in the order in which others mark them, so that two jobs never wait for each other.
    const string Made =
        """
        WITH made AS (
            SELECT d.farm, d.subject, d.hour FROM history_dirty d JOIN unnest($1, $2, $3, $4) AS w(farm, subject, hour, version)
                ON (d.farm, d.subject, d.hour, d.version) = (w.farm, w.subject, w.hour, w.version)
            ORDER BY d.farm, d.subject, d.hour FOR UPDATE OF d
        )
        DELETE FROM history_dirty d USING made WHERE (d.farm, d.subject, d.hour) = (made.farm, made.subject, made.hour)
        """;

    // What was read, and not all up to it: another silo may have committed a lower sequence since.
    const string Drop =
        """
        WITH packed AS (SELECT * FROM unnest($1, $2, $3) AS w(rig, low, high)), mark AS (
            INSERT INTO telemetry_mark AS m (rig, highest) SELECT rig, max(high) FROM packed GROUP BY rig ORDER BY rig
            ON CONFLICT (rig) DO UPDATE SET highest = greatest(m.highest, excluded.highest)
        )
        DELETE FROM telemetry t USING packed WHERE t.rig = packed.rig AND t.sequence BETWEEN packed.low AND packed.high
        """;

    const string PutCards =
        """
        INSERT INTO history_cards (rig, since, cards) SELECT $1, $2, $3
        WHERE $3 IS DISTINCT FROM (SELECT cards FROM history_cards WHERE rig = $1 ORDER BY since DESC LIMIT 1)
        ON CONFLICT (rig, since) DO UPDATE SET cards = excluded.cards
        """;

    const string Forget =
        """
        WITH gone AS (DELETE FROM history_subject WHERE no IN (SELECT no FROM history_subject WHERE gone_at < $1 LIMIT $2) RETURNING no, id),
            dirty AS (DELETE FROM history_dirty USING gone WHERE subject = gone.id), cards AS (DELETE FROM history_cards USING gone WHERE rig = gone.id),
            chunks AS (DELETE FROM history_chunk c USING gone WHERE c.key >= gone.no << 27 AND c.key < (gone.no + 1) << 27)
        SELECT count(*) FROM gone
        """;

    const string Trim =
        $"""
        DELETE FROM history_chunk c USING history_subject s, unnest($1, $2) AS k(low, high)
        WHERE s.no = ANY($3) AND c.key >= (s.no << 27) + k.low AND c.key < (s.no << 27) + k.high
            AND NOT (k.low = 0 AND {HistorySql.IsNotMade})
        """;

    /// <summary>Who deletes would not see what another job has written and not committed yet: those who write go side by side, who deletes goes alone.</summary>
    const string Beside = "SELECT pg_advisory_xact_lock_shared(73033494055017)", Alone = "SELECT pg_advisory_xact_lock(73033494055017)";

    public async Task<IReadOnlyList<StoredChunk>> ReadAsync(string subject, HistoryResolution resolution, long firstSlot, long lastSlot, CancellationToken cancellation)
    {
        await using var command = Command(database.CreateCommand(Range), subject, ChunkKey.Of(0, resolution, firstSlot), ChunkKey.Of(0, resolution, lastSlot));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var chunks = new List<StoredChunk>();
        while (await rows.ReadAsync(cancellation)) { chunks.Add(new(ChunkKey.SlotIn(rows.GetInt64(0)), rows.GetFieldValue<byte[]>(1))); }
        return chunks;
    }

    public async Task<Dictionary<ChunkName, byte[]>> ReadAsync(IReadOnlyCollection<ChunkName> names, CancellationToken cancellation)
    {
        ChunkName[] wanted = [.. names];
        await using var command = Command(database.CreateCommand(Some), Array.ConvertAll(wanted, n => n.Subject), Array.ConvertAll(wanted, LowOf));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var payloads = new Dictionary<ChunkName, byte[]>();
        while (await rows.ReadAsync(cancellation)) { payloads.Add(wanted[rows.GetInt64(0) - 1], rows.GetFieldValue<byte[]>(1)); }
        return payloads;
    }

    public async Task<Dictionary<ChunkName, ChunkName>> NearestAsync(IReadOnlyCollection<ChunkName> hours, bool before, CancellationToken cancellation)
    {
        ChunkName[] of = [.. hours];
        await using var command = Command(database.CreateCommand(before ? Before : Behind), Array.ConvertAll(of, n => n.Subject), Array.ConvertAll(of, LowOf));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var nearest = new Dictionary<ChunkName, ChunkName>();
        while (await rows.ReadAsync(cancellation)) { nearest.Add(of[rows.GetInt64(0) - 1], of[rows.GetInt64(0) - 1] with { Slot = ChunkKey.SlotIn(rows.GetInt64(1)) }); }
        return nearest;
    }

    public async Task<Dictionary<string, CardLayouts>> CardsAsync(IReadOnlyCollection<string> rigs, CancellationToken cancellation)
    {
        await using var command = Command(database.CreateCommand("SELECT rig, since, cards FROM history_cards WHERE rig = ANY($1) ORDER BY rig, since"), (object)rigs.ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var layouts = new Dictionary<string, CardLayouts>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation)) { CardLayouts.Add(layouts, rows.GetString(0), rows.GetInt64(1), rows.GetString(2)); }
        return layouts;
    }

    public async Task<Dictionary<string, string>> FarmsAsync(IReadOnlyCollection<string> rigs, CancellationToken cancellation)
    {
        await using var command = Command(database.CreateCommand("SELECT id, farm FROM directory_rig WHERE id = ANY($1)"), (object)rigs.ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var farms = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation)) { farms[rows.GetString(0)] = rows.GetString(1); }
        return farms;
    }

    public async Task PutAsync(string rigId, IReadOnlyList<string?> busIds)
    {
        await using var command = Command(database.CreateCommand(PutCards), rigId, Now(), CardLayouts.Text(busIds));
        await command.ExecuteNonQueryAsync();
    }

    public Task<IJournalPass> BeginPassAsync(CancellationToken cancellation) => Task.FromResult<IJournalPass>(new PostgreSqlJournalPass(database));

    public async Task<IReadOnlyList<DirtyHour>> DirtyAsync(bool farms, DirtyHour after, int limit, CancellationToken cancellation)
    {
        await using var command = Command(database.CreateCommand(HistorySql.Dirty), farms ? 1L : 0L, after.Subject ?? "", after.Hour, (long)limit);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var hours = new List<DirtyHour>();
        while (await rows.ReadAsync(cancellation)) { hours.Add(new(farms, rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2))); }
        return hours;
    }

    public async Task<long?> PositionAsync(string job, CancellationToken cancellation)
    {
        await using var command = Command(database.CreateCommand(JobSql.Position), job);
        return await command.ExecuteScalarAsync(cancellation) as long?;
    }

    public async Task ApplyAsync(JobLease lease, HistoryChanges changes, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, Beside, cancellation);
        await PostgreSqlJobLedger.HoldAsync(connection, lease, LeaseEnd(), changes.Position, cancellation);
        if (changes.Chunks.Count > 0)
        {
            string[] subjects = [.. changes.Chunks.Select(c => c.Name.Subject)];
            await ExecuteAsync(connection, NewSubjects, cancellation, (object)subjects);
            await ExecuteAsync(connection, Put, cancellation, subjects, changes.Chunks.Select(c => LowOf(c.Name)).ToArray(), changes.Chunks.Select(c => c.Payload).ToArray());
        }
        if (changes.Dirty.Count > 0)
        {
            DirtyHour[] hours = [.. changes.Dirty];
            await ExecuteAsync(connection, Mark, cancellation, Array.ConvertAll(hours, Kind), Array.ConvertAll(hours, h => h.Subject), Array.ConvertAll(hours, h => h.Hour));
        }
        if (changes.Made.Count > 0)
        {
            DirtyHour[] hours = [.. changes.Made];
            await ExecuteAsync(connection, Made, cancellation, Array.ConvertAll(hours, Kind), Array.ConvertAll(hours, h => h.Subject), Array.ConvertAll(hours, h => h.Hour), Array.ConvertAll(hours, h => h.Version));
        }
        if (changes.Packed.Count > 0)
        {
            SequenceRun[] runs = [.. changes.Packed];
            await ExecuteAsync(connection, Drop, cancellation, Array.ConvertAll(runs, r => r.Rig), Array.ConvertAll(runs, r => r.First), Array.ConvertAll(runs, r => r.Last));
        }
        await transaction.CommitAsync(cancellation);
    }

    public async Task<int> ForgetGoneAsync(JobLease lease, long now, long notedBefore, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, Alone, cancellation);
        await PostgreSqlJobLedger.HoldAsync(connection, lease, LeaseEnd(), null, cancellation);
        await ExecuteAsync(connection, HistorySql.NoteBack, cancellation);
        await ExecuteAsync(connection, HistorySql.NoteGone, cancellation, now);
        await using var command = Command(new NpgsqlCommand(Forget, connection), notedBefore, (long)limit);
        int forgotten = (int)(long)(await command.ExecuteScalarAsync(cancellation))!;
        await transaction.CommitAsync(cancellation);
        return forgotten;
    }

    public async Task TrimCardsAsync(JobLease lease, long before, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await PostgreSqlJobLedger.HoldAsync(connection, lease, LeaseEnd(), null, cancellation);
        await ExecuteAsync(connection, HistorySql.TrimCards, cancellation, before);
        await transaction.CommitAsync(cancellation);
    }

    public async Task<(long? Subject, int Deleted)> TrimAsync(
        JobLease lease, IReadOnlyList<(HistoryResolution Resolution, long FirstKept)> kept, long afterSubject, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, Alone, cancellation);
        await PostgreSqlJobLedger.HoldAsync(connection, lease, LeaseEnd(), null, cancellation);
        var numbers = new List<long>();
        await using (var subjects = Command(new NpgsqlCommand("SELECT no FROM history_subject WHERE no > $1 ORDER BY no LIMIT $2", connection), afterSubject, (long)limit))
        {
            await using var rows = await subjects.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation)) { numbers.Add(rows.GetInt64(0)); }
        }
        int deleted = await ExecuteAsync(connection, Trim, cancellation,
            kept.Select(k => ChunkKey.Of(0, k.Resolution, 0)).ToArray(), kept.Select(k => ChunkKey.Of(0, k.Resolution, k.FirstKept)).ToArray(), numbers.ToArray());
        await transaction.CommitAsync(cancellation);
        return (numbers.Count < limit ? null : numbers[^1], deleted);
    }

    static long Kind(DirtyHour hour) => hour.Farm ? 1 : 0;

    static long LowOf(ChunkName name) => ChunkKey.Of(0, name.Resolution, name.Slot);

    static NpgsqlCommand Command(NpgsqlCommand command, params ReadOnlySpan<object> values)
    {
        foreach (object value in values) { command.Parameters.Add(new NpgsqlParameter { Value = value }); }
        return command;
    }

    static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = Command(new NpgsqlCommand(sql, connection), values);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    long LeaseEnd() => Now() + (long)IJobLedger.LeaseTime.TotalMilliseconds;

    long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
