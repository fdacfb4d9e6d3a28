using BloxOs.Data.Jobs;
using BloxOs.Data.Sqlite;
using BloxOs.Data.Telemetry;

namespace BloxOs.Data.History;

/// <summary>The history in the embedded database: one table, whose key is the order on disk.</summary>
internal sealed class SqliteHistoryStore(SqliteDatabase database, TelemetryTail tail, TimeProvider time) : IHistoryStore, IHistoryCards
{
    static readonly SqliteStatement s_number = new("SELECT no FROM history_subject WHERE id = $1", 1);
    static readonly SqliteStatement s_newNumber = new("INSERT INTO history_subject (id) VALUES ($1) RETURNING no", 1);
    static readonly SqliteStatement s_range = new("SELECT key, payload FROM history_chunk WHERE key >= $1 AND key <= $2 ORDER BY key", 2);
    static readonly SqliteStatement s_one = new("SELECT payload FROM history_chunk WHERE key = $1", 1);
    static readonly SqliteStatement s_before = new("SELECT key FROM history_chunk WHERE key >= $1 AND key < $2 ORDER BY key DESC LIMIT 1", 2);
    static readonly SqliteStatement s_behind = new("SELECT key FROM history_chunk WHERE key > $1 AND key < $2 ORDER BY key LIMIT 1", 2);
    static readonly SqliteStatement s_put = new("INSERT INTO history_chunk (key, payload) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET payload = excluded.payload", 2);
    static readonly SqliteStatement s_mark = new(HistorySql.Mark, 3);
    static readonly SqliteStatement s_made = new("DELETE FROM history_dirty WHERE farm = $1 AND subject = $2 AND hour = $3 AND version = $4", 4);
    static readonly SqliteStatement s_dirty = new(HistorySql.Dirty, 4);
    static readonly SqliteStatement s_cards = new("SELECT since, cards FROM history_cards WHERE rig = $1 ORDER BY since", 1);
    static readonly SqliteStatement s_lastCards = new("SELECT cards FROM history_cards WHERE rig = $1 ORDER BY since DESC LIMIT 1", 1);
    static readonly SqliteStatement s_putCards = new("INSERT INTO history_cards (rig, since, cards) VALUES ($1, $2, $3) ON CONFLICT (rig, since) DO UPDATE SET cards = excluded.cards", 3);
    static readonly SqliteStatement s_farm = new("SELECT farm FROM directory_rig WHERE id = $1", 1);
    static readonly SqliteStatement s_position = new(JobSql.Position, 1);
    static readonly SqliteStatement s_noteGone = new(HistorySql.NoteGone, 1);
    static readonly SqliteStatement s_noteBack = new(HistorySql.NoteBack, 0);
    static readonly SqliteStatement s_gone = new("SELECT no, id FROM history_subject WHERE gone_at < $1 LIMIT $2", 2);
    static readonly SqliteStatement s_deleteRange = new("DELETE FROM history_chunk WHERE key >= $1 AND key < $2", 2);
    static readonly SqliteStatement s_trimSamples = new(
        $"DELETE FROM history_chunk AS c WHERE c.key >= $1 AND c.key < $2 AND NOT EXISTS (SELECT 1 FROM history_subject s WHERE s.no = $3 AND {HistorySql.IsNotMade})", 3);
    static readonly SqliteStatement s_deleteSubject = new("DELETE FROM history_subject WHERE no = $1", 1);
    static readonly SqliteStatement s_deleteDirty = new("DELETE FROM history_dirty WHERE subject = $1", 1);
    static readonly SqliteStatement s_deleteCards = new("DELETE FROM history_cards WHERE rig = $1", 1);
    static readonly SqliteStatement s_trimCards = new(HistorySql.TrimCards, 1);
    static readonly SqliteStatement s_subjects = new("SELECT no FROM history_subject WHERE no > $1 ORDER BY no LIMIT $2", 2);

    public Task<IReadOnlyList<StoredChunk>> ReadAsync(string subject, HistoryResolution resolution, long firstSlot, long lastSlot, CancellationToken cancellation)
        => database.Readers.RunLongAsync((subject, resolution, firstSlot, lastSlot, cancellation), static (session, range) =>
        {
            var chunks = new List<StoredChunk>();
            if (session.Scalar(s_number, range.subject) is not long number) { return (IReadOnlyList<StoredChunk>)chunks; }
            using var rows = session.Bind(s_range, ChunkKey.Of(number, range.resolution, range.firstSlot), ChunkKey.Of(number, range.resolution, range.lastSlot)).ExecuteReader();
            while (rows.Read())
            {
                range.cancellation.ThrowIfCancellationRequested();
                chunks.Add(new(ChunkKey.SlotIn(rows.GetInt64(0)), rows.GetFieldValue<byte[]>(1)));
            }
            return chunks;
        }, cancellation);

    public Task<Dictionary<ChunkName, byte[]>> ReadAsync(IReadOnlyCollection<ChunkName> names, CancellationToken cancellation)
        => database.Readers.RunLongAsync(names, static (session, wanted) =>
        {
            var payloads = new Dictionary<ChunkName, byte[]>();
            foreach (var name in wanted)
            {
                if (session.Scalar(s_number, name.Subject) is long number && session.Scalar(s_one, ChunkKey.Of(number, name.Resolution, name.Slot)) is byte[] payload)
                {
                    payloads.Add(name, payload);
                }
            }
            return payloads;
        }, cancellation);

    public Task<Dictionary<ChunkName, ChunkName>> NearestAsync(IReadOnlyCollection<ChunkName> hours, bool before, CancellationToken cancellation)
        => database.Readers.RunLongAsync((hours, before), static (session, of) =>
        {
            var nearest = new Dictionary<ChunkName, ChunkName>();
            foreach (var hour in of.hours)
            {
                if (session.Scalar(s_number, hour.Subject) is not long number) { continue; }
                var (first, end) = ChunkKey.SamplesOf(number);
                long key = ChunkKey.Of(number, hour.Resolution, hour.Slot);
                object? found = of.before ? session.Scalar(s_before, first, key) : session.Scalar(s_behind, key, end);
                if (found is long near) { nearest.Add(hour, hour with { Slot = ChunkKey.SlotIn(near) }); }
            }
            return nearest;
        }, cancellation);

    public Task<Dictionary<string, CardLayouts>> CardsAsync(IReadOnlyCollection<string> rigs, CancellationToken cancellation)
        => database.Readers.RunLongAsync(rigs, static (session, wanted) =>
        {
            var layouts = new Dictionary<string, CardLayouts>(StringComparer.Ordinal);
            foreach (string rig in wanted)
            {
                using var rows = session.Bind(s_cards, rig).ExecuteReader();
                while (rows.Read()) { CardLayouts.Add(layouts, rig, rows.GetInt64(0), rows.GetString(1)); }
            }
            return layouts;
        }, cancellation);

    public Task<Dictionary<string, string>> FarmsAsync(IReadOnlyCollection<string> rigs, CancellationToken cancellation)
        => database.Readers.RunLongAsync(rigs, static (session, wanted) =>
        {
            var farms = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (string rig in wanted) { if (session.Scalar(s_farm, rig) is string farm) { farms[rig] = farm; } }
            return farms;
        }, cancellation);

    public Task PutAsync(string rigId, IReadOnlyList<string?> busIds)
        => database.Writer.RunAsync((rigId, cards: CardLayouts.Text(busIds), now: Now()), static (session, put) =>
            session.Scalar(s_lastCards, put.rigId) as string == put.cards ? 0 : session.Execute(s_putCards, put.rigId, put.now, put.cards));

    public async Task<IJournalPass> BeginPassAsync(CancellationToken cancellation) => await SqliteJournalPass.BeginAsync(database, cancellation);

    public Task<IReadOnlyList<DirtyHour>> DirtyAsync(bool farms, DirtyHour after, int limit, CancellationToken cancellation)
        => database.Readers.RunLongAsync((farms, after, limit), static (session, from) =>
        {
            var hours = new List<DirtyHour>();
            using var rows = session.Bind(s_dirty, from.farms ? 1L : 0L, from.after.Subject ?? "", from.after.Hour, (long)from.limit).ExecuteReader();
            while (rows.Read()) { hours.Add(new(from.farms, rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2))); }
            return (IReadOnlyList<DirtyHour>)hours;
        }, cancellation);

    public Task<long?> PositionAsync(string job, CancellationToken cancellation)
        => database.Readers.RunLongAsync(job, static (session, name) => session.Scalar(s_position, name) as long?, cancellation);

    public async Task ApplyAsync(JobLease lease, HistoryChanges changes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await database.Writer.RunAsync((lease, changes, until: LeaseEnd()), static (session, write) =>
        {
            SqliteJobLedger.Hold(session, write.lease, write.until, write.changes.Position);
            foreach (var chunk in write.changes.Chunks)
            {
                session.Execute(s_put, ChunkKey.Of(NumberOf(session, chunk.Name.Subject), chunk.Name.Resolution, chunk.Name.Slot), chunk.Payload);
            }
            foreach (var hour in write.changes.Dirty) { session.Execute(s_mark, hour.Farm ? 1L : 0L, hour.Subject, hour.Hour); }
            foreach (var hour in write.changes.Made) { session.Execute(s_made, hour.Farm ? 1L : 0L, hour.Subject, hour.Hour, hour.Version); }
            if (write.changes.JournalEnd is { } end) { SqliteTelemetryStore.Drop(session, end, write.changes.JournalMarks); }
            return true;
        });
        if (changes.JournalEnd is { } packed) { tail.Drop(packed); }
    }

    public Task<int> ForgetGoneAsync(JobLease lease, long now, long notedBefore, int limit, CancellationToken cancellation)
        => database.Writer.RunAsync((lease, now, notedBefore, limit, until: LeaseEnd()), static (session, forget) =>
        {
            SqliteJobLedger.Hold(session, forget.lease, forget.until, null);
            session.Execute(s_noteBack);
            session.Execute(s_noteGone, forget.now);
            var gone = new List<(long Number, string Id)>();
            using (var rows = session.Bind(s_gone, forget.notedBefore, (long)forget.limit).ExecuteReader()) { while (rows.Read()) { gone.Add((rows.GetInt64(0), rows.GetString(1))); } }
            foreach (var (number, id) in gone)
            {
                session.Execute(s_deleteRange, ChunkKey.Of(number, HistoryResolution.Raw, 0), ChunkKey.EndOf(number));
                session.Execute(s_deleteDirty, id);
                session.Execute(s_deleteCards, id);
                session.Execute(s_deleteSubject, number);
            }
            return gone.Count;
        });

    public Task TrimCardsAsync(JobLease lease, long before, CancellationToken cancellation)
        => database.Writer.RunAsync((lease, before, until: LeaseEnd()), static (session, trim) =>
        {
            SqliteJobLedger.Hold(session, trim.lease, trim.until, null);
            return session.Execute(s_trimCards, trim.before);
        });

    public Task<(long? Subject, int Deleted)> TrimAsync(
        JobLease lease, IReadOnlyList<(HistoryResolution Resolution, long FirstKept)> kept, long afterSubject, int limit, CancellationToken cancellation)
        => database.Writer.RunAsync((lease, kept, afterSubject, limit, until: LeaseEnd()), static (session, trim) =>
        {
            SqliteJobLedger.Hold(session, trim.lease, trim.until, null);
            var numbers = new List<long>();
            using (var rows = session.Bind(s_subjects, trim.afterSubject, (long)trim.limit).ExecuteReader()) { while (rows.Read()) { numbers.Add(rows.GetInt64(0)); } }
            int deleted = 0;
            foreach (long number in numbers)
            {
                foreach (var (resolution, first) in trim.kept)
                {
                    var (low, high) = (ChunkKey.Of(number, resolution, 0), ChunkKey.Of(number, resolution, first));
                    deleted += resolution == HistoryResolution.Raw ? session.Execute(s_trimSamples, low, high, number) : session.Execute(s_deleteRange, low, high);
                }
            }
            return (numbers.Count < trim.limit ? (long?)null : numbers[^1], deleted);
        });

    static long NumberOf(SqliteSession session, string subject) => (long)(session.Scalar(s_number, subject) ?? session.Scalar(s_newNumber, subject)!);

    long LeaseEnd() => Now() + (long)IJobLedger.LeaseTime.TotalMilliseconds;

    long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
