using Npgsql;

namespace BloxOs.Data;

/// <summary>Statements with their values in order.</summary>
internal static class PostgreSqlCommands
{
    /// <summary>A statement with the values of <c>$1</c>, <c>$2</c> and so on; the caller disposes of it.</summary>
    public static NpgsqlCommand Command(this NpgsqlDataSource database, string sql, params ReadOnlySpan<object> values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    /// <summary>Runs it; how many rows it changed.</summary>
    public static async Task<int> ExecuteAsync(this NpgsqlDataSource database, string sql, params object[] values)
    {
        await using var command = database.Command(sql, values);
        return await command.ExecuteNonQueryAsync();
    }
}
