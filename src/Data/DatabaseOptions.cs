using BloxOs.Data.Sqlite;
using BloxOs.Data.Telemetry;

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
public sealed record DatabaseOptions(DatabaseProvider Provider, string ConnectionString)
{
    /// <summary>What a commit to the embedded database survives.</summary>
    public SqliteSynchronous SqliteSynchronous { get; init; } = SqliteSynchronous.Full;

    /// <summary>How telemetry is gathered before it is written.</summary>
    public TelemetryBatching TelemetryBatching { get; init; } = new();
}
