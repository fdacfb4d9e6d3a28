using Npgsql;

namespace BloxOs.Data.KeyRing;

/// <summary>Which master key the ring in PostgreSQL is encrypted with: its fingerprint, never the key.</summary>
public static class KeyRingMaster
{
    private const string Find = "SELECT fingerprint FROM key_ring_master";

    /// <summary>The fingerprint; null while there is none.</summary>
    public static async Task<string?> FindAsync(DatabaseOptions options, CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create(options.ConnectionString);
        await using var command = database.CreateCommand(Find);
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    /// <summary>Makes it this one unless there is one already; returns which it is.</summary>
    public static async Task<string> SettleAsync(DatabaseOptions options, string fingerprint, CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create(options.ConnectionString);
        await using (var insert = database.CreateCommand("INSERT INTO key_ring_master (one, fingerprint) VALUES (1, $1) ON CONFLICT (one) DO NOTHING"))
        {
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = fingerprint });
            await insert.ExecuteNonQueryAsync(cancellation);
        }
        await using var find = database.CreateCommand(Find);
        return (string)(await find.ExecuteScalarAsync(cancellation))!;
    }
}
