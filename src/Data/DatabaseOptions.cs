namespace BloxOs.Data;

/// <summary>Which database holds everything that must survive.</summary>
public enum DatabaseProvider
{
    /// <summary>A file in the data directory: one process.</summary>
    Sqlite,

    /// <summary>A server: any number of processes.</summary>
    PostgreSql,
}

/// <summary>Where the data is.</summary>
/// <param name="Provider">Which database.</param>
/// <param name="ConnectionString">Npgsql connection string, or for SQLite the full path of the file.</param>
public sealed record DatabaseOptions(DatabaseProvider Provider, string ConnectionString);
