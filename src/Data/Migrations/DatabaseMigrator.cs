namespace BloxOs.Data.Migrations;

/// <summary>Brings the database to the schema of this program. Runs before anything else uses the database.</summary>
public static class DatabaseMigrator
{
    /// <summary>Creates what is missing, in order, each script once. Several processes may call it at the same time.</summary>
    /// <exception cref="DatabaseStartupException">The database can't be reached or used.</exception>
    public static Task MigrateAsync(DatabaseOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Provider switch
        {
            DatabaseProvider.Sqlite => Task.Run(() => SqliteMigrator.Migrate(options.ConnectionString), cancellation),
            DatabaseProvider.PostgreSql => PostgreSqlMigrator.MigrateAsync(options.ConnectionString, cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Provider, "Unknown database provider."),
        };
    }
}
