using Npgsql;

namespace BloxOs.Data.Idempotency;

internal sealed class PostgreSqlIdempotencyStore(NpgsqlDataSource database) : IIdempotencyStore
{
    private const string Take = "INSERT INTO idempotency (key, fingerprint, at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING";

    private const string Find = "SELECT fingerprint, answer FROM idempotency WHERE key = $1";

    private const string Finish = "UPDATE idempotency SET answer = $2 WHERE key = $1";

    private const string Release = "DELETE FROM idempotency WHERE key = $1";

    private const string Trim = "DELETE FROM idempotency WHERE key IN (SELECT key FROM idempotency WHERE at < $1 ORDER BY at LIMIT $2)";

    public async Task<IdempotencyEntry?> TakeAsync(string key, byte[] fingerprint, DateTimeOffset at)
    {
        while (true)
        {
            if (await database.ExecuteAsync(Take, key, fingerprint, at.ToUnixTimeMilliseconds()) == 1)
                return null;
            // Freed in between: it is taken again.
            if (await FindAsync(key, CancellationToken.None) is { } entry)
                return entry;
        }
    }

    public async Task<IdempotencyEntry?> FindAsync(string key, CancellationToken cancellation)
    {
        await using var command = database.Command(Find, key);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation))
            return null;
        return new IdempotencyEntry(rows.GetFieldValue<byte[]>(0), await rows.IsDBNullAsync(1, cancellation) ? null : rows.GetString(1));
    }

    public Task FinishAsync(string key, string answer) => database.ExecuteAsync(Finish, key, answer);

    public Task ReleaseAsync(string key) => database.ExecuteAsync(Release, key);

    public Task<int> TrimAsync(DateTimeOffset before, int limit) => database.ExecuteAsync(Trim, before.ToUnixTimeMilliseconds(), limit);
}
