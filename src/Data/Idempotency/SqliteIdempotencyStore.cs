using BloxOs.Data.Sqlite;

namespace BloxOs.Data.Idempotency;

internal sealed class SqliteIdempotencyStore(SqliteDatabase database) : IIdempotencyStore
{
    private static readonly SqliteStatement Take = new("INSERT INTO idempotency (key, fingerprint, at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING", 3);

    private static readonly SqliteStatement Find = new("SELECT fingerprint, answer FROM idempotency WHERE key = $1", 1);

    private static readonly SqliteStatement Finish = new("UPDATE idempotency SET answer = $2 WHERE key = $1", 2);

    private static readonly SqliteStatement Release = new("DELETE FROM idempotency WHERE key = $1", 1);

    private static readonly SqliteStatement Trim = new(
        "DELETE FROM idempotency WHERE key IN (SELECT key FROM idempotency WHERE at < $1 ORDER BY at LIMIT $2)", 2);

    public Task<IdempotencyEntry?> TakeAsync(string key, byte[] fingerprint, DateTimeOffset at)
        => database.Writer.RunAsync((key, fingerprint, at.ToUnixTimeMilliseconds()), static (session, taken) =>
            session.Execute(Take, taken.key, taken.fingerprint, taken.Item3) == 1 ? null : Read(session, taken.key));

    public Task<IdempotencyEntry?> FindAsync(string key, CancellationToken cancellation) => database.Readers.RunAsync(key, Read, cancellation);

    public Task FinishAsync(string key, string answer)
        => database.Writer.RunAsync((key, answer), static (session, done) => session.Execute(Finish, done.key, done.answer));

    public Task ReleaseAsync(string key) => database.Writer.RunAsync(key, static (session, free) => session.Execute(Release, free));

    public Task<int> TrimAsync(DateTimeOffset before, int limit)
        => database.Writer.RunAsync((before.ToUnixTimeMilliseconds(), limit), static (session, old) => session.Execute(Trim, old.Item1, old.limit));

    private static IdempotencyEntry? Read(SqliteSession session, string key)
    {
        using var rows = session.Bind(Find, key).ExecuteReader();
        return rows.Read() ? new IdempotencyEntry(rows.GetFieldValue<byte[]>(0), rows.IsDBNull(1) ? null : rows.GetString(1)) : null;
    }
}
