using Microsoft.Data.Sqlite;

namespace BloxOs.Data.Sqlite;

/// <summary>Opens connections to the file. The migrator has created it and switched it to a write-ahead log.</summary>
internal sealed class SqliteFile(string path, SqliteSynchronous synchronous)
{
    /// <summary>How long a connection waits for the lock of another process, milliseconds.</summary>
    private const int BusyMilliseconds = 5_000;

    /// <summary>Pages in the log, 4 KiB each, before they are brought into the file. Each time costs four more syncs; packed history fills the usual thousand with every transaction.</summary>
    private const int PagesPerCheckpoint = 4_000;

    public SqliteSession OpenWriter() => Open(
        $"PRAGMA busy_timeout={BusyMilliseconds}; PRAGMA synchronous={synchronous}; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint={PagesPerCheckpoint}; PRAGMA journal_size_limit=67108864;");

    public SqliteSession OpenReader() => Open($"PRAGMA busy_timeout={BusyMilliseconds}; PRAGMA query_only=ON;");

    private SqliteSession Open(string pragmas)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            // The driver's own wait sleeps in steps of 150 ms; SQLite's is better and comes first.
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = pragmas;
            command.ExecuteNonQuery();
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
