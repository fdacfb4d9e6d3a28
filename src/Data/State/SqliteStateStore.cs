using BloxOs.Data.Sqlite;

namespace BloxOs.Data.State;

internal sealed class SqliteStateStore(SqliteDatabase database) : IStateStore
{
    private static readonly SqliteStatement Select = new("SELECT version, data FROM grain_state WHERE key = $1", 1);

    private static readonly SqliteStatement Insert = new(
        "INSERT INTO grain_state (key, version, data) VALUES ($1, 1, $2) ON CONFLICT (key) DO NOTHING", 2);

    private static readonly SqliteStatement Update = new(
        "UPDATE grain_state SET version = version + 1, data = $3 WHERE key = $1 AND version = $2", 3);

    public Task<StoredState?> ReadAsync(string key, CancellationToken cancellation)
        => database.Readers.RunAsync(key, Read, cancellation);

    public Task<long?> WriteAsync(string key, long? expectedVersion, byte[] data)
        => database.Writer.RunAsync((key, expectedVersion, data), Write);

    public Task<long?> ClearAsync(string key, long? expectedVersion)
        => expectedVersion is null
            ? Task.FromResult<long?>(null)
            : database.Writer.RunAsync((key, expectedVersion, (byte[]?)null), Write);

    private static StoredState? Read(SqliteSession session, string key)
    {
        using var rows = session.Bind(Select, key).ExecuteReader();
        return rows.Read() ? new StoredState(rows.GetInt64(0), rows.IsDBNull(1) ? null : rows.GetFieldValue<byte[]>(1)) : null;
    }

    private static long? Write(SqliteSession session, (string Key, long? Version, byte[]? Data) state)
    {
        if (state.Version is not { } version)
            return session.Execute(Insert, state.Key, state.Data) == 1 ? 1 : null;
        return session.Execute(Update, state.Key, version, state.Data) == 1 ? version + 1 : null;
    }
}
