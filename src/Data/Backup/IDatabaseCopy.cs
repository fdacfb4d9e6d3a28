namespace BloxOs.Data.Backup;

/// <summary>Takes a consistent copy of a database that is in use, and puts it back into one that is not.</summary>
public interface IDatabaseCopy
{
    /// <summary>Names of the migrations that the database has.</summary>
    /// <exception cref="BackupException">There is no such database, or it cannot be read.</exception>
    Task<IReadOnlyList<string>> ScriptsAsync(CancellationToken cancellation);

    /// <summary>Adds the data as it is at one moment.</summary>
    /// <param name="backup">Where to.</param>
    /// <param name="keys">Also the key ring, where the database has it.</param>
    /// <param name="cancellation">Ends it.</param>
    Task SaveAsync(BackupWriter backup, bool keys, CancellationToken cancellation);

    /// <summary>Replaces everything at once, or nothing. Parts that are not the database's go to the other reader.</summary>
    /// <param name="backup">A backup for which nothing has been read yet but its manifest.</param>
    /// <param name="other">Gets every other part.</param>
    /// <param name="cancellation">Ends it, without a change.</param>
    /// <exception cref="BackupException">It does not fit, or the database is in use.</exception>
    Task RestoreAsync(BackupReader backup, Func<string, Stream, Task> other, CancellationToken cancellation);
}

/// <summary>Makes and knows copies.</summary>
public static class DatabaseCopy
{
    /// <summary>For this database.</summary>
    public static IDatabaseCopy Of(DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Provider switch
        {
            DatabaseProvider.Sqlite => new SqliteCopy(options.ConnectionString),
            DatabaseProvider.PostgreSql => new PostgreSqlCopy(options.ConnectionString),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Provider, "Unknown database provider."),
        };
    }

    /// <summary>Names of the migrations that this program knows for a database.</summary>
    public static IReadOnlyList<string> Scripts(DatabaseProvider provider) => Migrations.MigrationScripts.Names(provider);
}
