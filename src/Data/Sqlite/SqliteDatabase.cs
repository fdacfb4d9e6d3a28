namespace BloxOs.Data.Sqlite;

/// <summary>The embedded database of this process: one writer, a few readers.</summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    public SqliteDatabase(DatabaseOptions options)
    {
        var file = new SqliteFile(options.ConnectionString, options.SqliteSynchronous);
        Writer = new SqliteWriter(file);
        Readers = new SqliteReaders(file);
    }

    public SqliteWriter Writer { get; }

    public SqliteReaders Readers { get; }

    public async ValueTask DisposeAsync()
    {
        await Readers.DisposeAsync();
        await Writer.DisposeAsync();
    }
}
