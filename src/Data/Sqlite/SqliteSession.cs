using Microsoft.Data.Sqlite;

namespace BloxOs.Data.Sqlite;

/// <summary>One open connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<SqliteStatement, SqliteCommand> prepared = [];

    /// <summary>False inside a transaction. SQLite ends one by itself on some errors.</summary>
    public bool IsAutocommit => SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) != 0;

    /// <summary>The prepared command with these values. Valid until the next call for the same statement.</summary>
    public SqliteCommand Bind(SqliteStatement statement, params ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(statement, out var command))
            prepared.Add(statement, command = Prepare(statement));
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    /// <summary>Runs a statement; returns the rows that it changed.</summary>
    public int Execute(SqliteStatement statement, params ReadOnlySpan<object?> values) => Bind(statement, values).ExecuteNonQuery();

    /// <summary>The first column of the first row; null when there is none.</summary>
    public object? Scalar(SqliteStatement statement, params ReadOnlySpan<object?> values)
        => Bind(statement, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    public void Dispose()
    {
        foreach (var command in prepared.Values)
            command.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Prepare(SqliteStatement statement)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        for (var i = 1; i <= statement.Parameters; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        return command;
    }
}
