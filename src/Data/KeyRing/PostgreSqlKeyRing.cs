using Npgsql;

namespace BloxOs.Data.KeyRing;

internal sealed class PostgreSqlKeyRing(NpgsqlDataSource database) : IKeyRingStore
{
    public IReadOnlyList<string> ReadAll()
    {
        using var command = database.CreateCommand("SELECT xml FROM key_ring ORDER BY name");
        using var rows = command.ExecuteReader();
        var keys = new List<string>();
        while (rows.Read())
            keys.Add(rows.GetString(0));
        return keys;
    }

    public void Add(string name, string xml)
    {
        using var command = database.CreateCommand("INSERT INTO key_ring (name, xml) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = xml });
        command.ExecuteNonQuery();
    }
}
