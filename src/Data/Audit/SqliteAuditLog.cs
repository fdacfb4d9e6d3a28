using System.Collections.Concurrent;
using System.Text.Json;
using BloxOs.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace BloxOs.Data.Audit;

/// <summary>The writer of the file commits what waits together; it is the only one, so the order is its order.</summary>
internal sealed class SqliteAuditLog(SqliteDatabase database) : IAuditLog, IAuditChain, IAuditRows
{
    private static readonly SqliteStatement Head = new("SELECT sequence, hash FROM audit_head", 0);

    private static readonly SqliteStatement MoveHead = new("UPDATE audit_head SET sequence = $1, hash = $2", 2);

    private static readonly SqliteStatement Insert = new(
        $"INSERT INTO audit ({AuditFilter.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)", 14);

    private static readonly SqliteStatement Lines = new($"SELECT {AuditFilter.Columns} FROM audit WHERE sequence > $1 ORDER BY sequence LIMIT $2", 2);

    private static readonly SqliteStatement Anchors = new("SELECT sequence, at, hash, signature FROM audit_anchor ORDER BY sequence", 0);

    private static readonly SqliteStatement AddAnchor = new(
        "INSERT INTO audit_anchor (sequence, at, hash, signature) VALUES ($1, $2, $3, $4) ON CONFLICT (sequence) DO NOTHING", 4);

    private readonly ConcurrentDictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);

    public async Task<long> AppendAsync(AuditRecord record)
    {
        AuditInput.Check(record);
        try
        {
            return await database.Writer.RunAsync(record, Append);
        }
        catch (Exception failure) when (failure is SqliteException or ObjectDisposedException or InvalidOperationException)
        {
            throw new AuditUnavailableException(failure);
        }
    }

    public async Task<IReadOnlyList<AuditEntry>> FindAsync(AuditQuery query, CancellationToken cancellation)
    {
        AuditInput.Check(query);
        var filter = new AuditFilter(
            query, static list => $"farm IN (SELECT value FROM json_each({list}))", static list => JsonSerializer.Serialize(list));
        var statement = statements.GetOrAdd(filter.Sql, static (sql, count) => new SqliteStatement(sql, count), filter.Values.Count);
        return await database.Readers.RunLongAsync((statement, filter.Values), static (session, find) =>
        {
            var entries = new List<AuditEntry>();
            using var rows = session.Bind(find.statement, [.. find.Values]).ExecuteReader();
            while (rows.Read())
                entries.Add(AuditRows.Read(rows).ToEntry());
            return entries;
        }, cancellation);
    }

    public async Task<AuditHead> HeadAsync(CancellationToken cancellation)
        => await HeadRowAsync(cancellation) ?? throw new InvalidOperationException("The audit log has lost its head.");

    public Task AddAnchorAsync(AuditAnchor anchor, CancellationToken cancellation) => database.Writer.RunAsync(anchor, static (session, add)
        => session.Execute(AddAnchor, add.Sequence, add.At.ToUnixTimeMilliseconds(), add.Hash, add.Signature));

    public Task<AuditVerdict> VerifyAsync(byte[]? key, IReadOnlyList<AuditAnchor> kept, CancellationToken cancellation)
        => new AuditVerifier(this, key).RunAsync(kept, cancellation);

    public Task<AuditHead?> HeadRowAsync(CancellationToken cancellation) => database.Readers.RunLongAsync(0, static (session, _) =>
    {
        using var head = session.Bind(Head).ExecuteReader();
        return head.Read() ? new AuditHead(head.GetInt64(0), head.GetFieldValue<byte[]>(1)) : null;
    }, cancellation);

    public async Task<IReadOnlyList<AuditAnchor>> AnchorsAsync(CancellationToken cancellation) => await database.Readers.RunLongAsync(0, static (session, _) =>
    {
        var anchors = new List<AuditAnchor>();
        using var rows = session.Bind(Anchors).ExecuteReader();
        while (rows.Read())
            anchors.Add(AuditRows.ReadAnchor(rows));
        return anchors;
    }, cancellation);

    public async Task<IReadOnlyList<AuditLine>> LinesAsync(long after, int limit, CancellationToken cancellation)
        => await database.Readers.RunLongAsync((after, limit), static (session, page) =>
        {
            var lines = new List<AuditLine>();
            using var rows = session.Bind(Lines, page.after, page.limit).ExecuteReader();
            while (rows.Read())
                lines.Add(AuditRows.Read(rows));
            return lines;
        }, cancellation);

    private static long Append(SqliteSession session, AuditRecord record)
    {
        long last;
        byte[] hash;
        using (var head = session.Bind(Head).ExecuteReader())
        {
            if (!head.Read())
                throw new InvalidOperationException("The audit log has lost its head.");
            (last, hash) = (head.GetInt64(0), head.GetFieldValue<byte[]>(1));
        }
        var line = AuditLine.After(hash, last + 1, record);
        session.Execute(Insert, line.Sequence, line.At, line.ActorKind, line.ActorId, line.ActorName, line.Address, line.UserAgent,
            line.Action, line.Farm, line.Rig, line.Person, line.Target, line.Changes, line.Hash);
        session.Execute(MoveHead, line.Sequence, line.Hash);
        return line.Sequence;
    }
}
