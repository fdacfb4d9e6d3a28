using BloxOs.Data.Sqlite;
using DbUp;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace BloxOs.Data.Migrations;

internal static class SqliteMigrator
{
    /// <summary>How long to wait for another process that migrates the same file, seconds.</summary>
    private const int LockSeconds = 30;

    public static void Migrate(string path)
    {
        try
        {
            CreateFile(path);
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                DefaultTimeout = LockSeconds,
            }.ToString());
            connection.Open();
            Execute(connection, "PRAGMA journal_mode=WAL");
            // All scripts in one transaction, which is at the same time the lock against a second process.
            Execute(connection, "BEGIN IMMEDIATE");
            using var shared = new SharedConnection(connection);
            MigrationScripts.Apply(DeployChanges.To.SqliteDatabase(shared).WithoutTransaction(), DatabaseProvider.Sqlite);
            Execute(connection, "COMMIT");
        }
        catch (Exception failure) when (failure is SqliteException or MigrationFailedException or NewerDatabaseException or IOException or UnauthorizedAccessException)
        {
            throw new DatabaseStartupException(Explain(path, failure), failure);
        }
    }

    /// <summary>Only the owner may read it: it holds wallets and tokens. The files beside it get the same mode from SQLite.</summary>
    private static void CreateFile(string path)
    {
        if (System.IO.Directory.Exists(path))
            throw new IOException($"{path} is a directory.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is not null)
            System.IO.Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Explain(string path, Exception failure)
    {
        var script = failure as MigrationFailedException;
        var what = (script?.InnerException ?? failure) switch
        {
            SqliteException { SqliteErrorCode: SqliteErrors.Busy } =>
                "is locked by another process; stop the other BloxOs that uses it (the embedded database serves one process)",
            SqliteException { SqliteErrorCode: SqliteErrors.ReadOnly } or UnauthorizedAccessException =>
                "is read-only; let the BloxOs user write to the file and its folder",
            SqliteException { SqliteErrorCode: SqliteErrors.Full } => "can't grow: the disk is full; free some space",
            SqliteException { SqliteErrorCode: SqliteErrors.NotADatabase or SqliteErrors.Corrupt } =>
                "is not a SQLite database, or is damaged; restore a backup or choose another path",
            SqliteException { SqliteErrorCode: SqliteErrors.CannotOpen } or IOException =>
                "can't be opened; check that the path is a file in a folder that the BloxOs user may write to",
            NewerDatabaseException newer => newer.Message,
            var other => "can't be used: " + OneLine.Of(other.Message),
        };
        var where = script is null ? "" : $" (script {script.Script})";
        return $"The database {path} {what}{where}.";
    }
}
