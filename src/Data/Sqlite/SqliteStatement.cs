namespace BloxOs.Data.Sqlite;

/// <summary>A statement with parameters <c>$1</c> to <c>$n</c>; one static instance each, prepared once per connection.</summary>
internal sealed class SqliteStatement(string sql, int parameters)
{
    public string Sql { get; } = sql;

    public int Parameters { get; } = parameters;
}
