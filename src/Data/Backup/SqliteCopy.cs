using Microsoft.Data.Sqlite;

namespace BloxOs.Data.Backup;

/// <summary>The embedded database as one part: a file as SQLite copies it while others write.</summary>
internal sealed class SqliteCopy(string path) : IDatabaseCopy
{
    private const string PartName = "database.sqlite";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public Task<IReadOnlyList<string>> ScriptsAsync(CancellationToken cancellation) => Task.Run<IReadOnlyList<string>>(() =>
    {
        if (!File.Exists(path))
            throw new BackupException($"There is no database {path}. Name the data directory with --BloxOs:DataDirectory.");
        try
        {
            return ((string?)Run(path, "SELECT group_concat(ScriptName, char(10) ORDER BY ScriptName) FROM SchemaVersions") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (SqliteException failure)
        {
            throw new BackupException($"The database {path} can't be read: {failure.Message}", failure);
        }
    }, cancellation);

    public async Task SaveAsync(BackupWriter backup, bool keys, CancellationToken cancellation)
    {
        var copy = backup.TemporaryFile;
        try
        {
            // An empty file is one that it copies into, and keeps its mode.
            await CreateAsync(copy, cancellation);
            await Task.Run(() => Run(path, "VACUUM INTO $1", copy), cancellation);
            await backup.AddAsync(PartName, async part =>
            {
                await using var file = new FileStream(copy, FileMode.Open, FileAccess.Read, FileShare.Read, BackupFormat.ChunkBytes, useAsync: true);
                await file.CopyToAsync(part, cancellation);
            }, cancellation);
        }
        catch (SqliteException failure)
        {
            throw new BackupException($"The database {path} can't be copied: {failure.Message}", failure);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    public async Task RestoreAsync(BackupReader backup, Func<string, Stream, Task> other, CancellationToken cancellation)
    {
        var restored = path + ".restored";
        try
        {
            var found = false;
            while (await backup.NextAsync(cancellation) is var (name, content))
            {
                if (name != PartName)
                {
                    await other(name, content);
                    continue;
                }
                await WriteAsync(restored, content, cancellation);
                found = true;
            }
            if (!found)
                throw new BackupException("There is no database in the backup.");
            await Task.Run(() => Replace(restored), cancellation);
        }
        finally
        {
            File.Delete(restored);
        }
    }

    private void Replace(string restored)
    {
        if (!IsSound(restored))
            throw new BackupException("The database in the backup is damaged. Use another copy.");
        // A log of the old database must not be taken for one of the new.
        foreach (var ending in (string[])["-wal", "-shm"])
        {
            if (File.Exists(path) && File.Exists(path + ending))
                Settle();
            File.Delete(path + ending);
        }
        File.Move(restored, path, overwrite: true);
    }

    /// <summary>Brings the old log into the old file, so that a crash at this moment loses nothing of it.</summary>
    private void Settle()
    {
        try
        {
            Run(path, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            // What is being replaced may be broken: that may be why.
        }
    }

    private static bool IsSound(string file)
    {
        try
        {
            return Run(file, "PRAGMA quick_check(1)") is "ok" && Run(file, "SELECT count(*) FROM SchemaVersions") is long;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private static object? Run(string file, string sql, string? value = null)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (value is not null)
            command.Parameters.AddWithValue("$1", value);
        return command.ExecuteScalar();
    }

    private static async Task CreateAsync(string file, CancellationToken cancellation)
    {
        await using var made = Create(file);
        await made.FlushAsync(cancellation);
    }

    private static async Task WriteAsync(string file, Stream content, CancellationToken cancellation)
    {
        File.Delete(file);
        await using var made = Create(file);
        await content.CopyToAsync(made, cancellation);
        made.Flush(flushToDisk: true);
    }

    private static FileStream Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(file, options);
    }
}
