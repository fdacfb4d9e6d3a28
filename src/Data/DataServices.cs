using BloxOs.Data.Audit;
using BloxOs.Data.Directory;
using BloxOs.Data.History;
using BloxOs.Data.Idempotency;
using BloxOs.Data.Jobs;
using BloxOs.Data.KeyRing;
using BloxOs.Data.Sqlite;
using BloxOs.Data.State;
using BloxOs.Data.Telemetry;
using BloxOs.Data.Timeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace BloxOs.Data;

/// <summary>Registers the stores of the chosen database.</summary>
public static class DataServices
{
    /// <summary>
    /// <see cref="ITelemetryStore"/>, <see cref="IDirectory"/>, <see cref="IUserDirectory"/>, <see cref="IIdempotencyStore"/>, <see cref="ITimeline"/> and <see cref="IAuditLog"/> for either database; <see cref="IStateStore"/> for SQLite; one shared
    /// <see cref="NpgsqlDataSource"/> and <see cref="IKeyRingStore"/> for PostgreSQL. They are flushed and closed when the provider is disposed (asynchronously).
    /// </summary>
    /// <remarks>The schema must be there: see <see cref="Migrations.DatabaseMigrator"/>. <see cref="IHistoryReader"/> needs an <see cref="ISampleFormat"/> beside it.</remarks>
    public static IServiceCollection AddBloxOsData(this IServiceCollection services, DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddSingleton(options);
        services.TryAddSingleton(new HistoryOptions());
        services.AddSingleton<IHistoryReader, HistoryReader>();
        services.AddSingleton<IHistoryPacker, HistoryPacker>();
        services.AddSingleton<IHistoryRollup, HistoryRollup>();
        services.AddSingleton<IHistoryRetention, HistoryRetention>();
        return options.Provider switch
        {
            DatabaseProvider.Sqlite => services
                .AddSingleton<SqliteDatabase>()
                .AddSingleton<IStateStore, SqliteStateStore>()
                .AddSingleton<TelemetryTail>()
                .AddSingleton<ITelemetryStore, SqliteTelemetryStore>()
                .AddSingleton<SqliteHistoryStore>()
                .AddSingleton<IHistoryStore>(static provider => provider.GetRequiredService<SqliteHistoryStore>())
                .AddSingleton<IHistoryCards>(static provider => provider.GetRequiredService<SqliteHistoryStore>())
                .AddSingleton<IJobLedger, SqliteJobLedger>()
                .AddSingleton<IJobClocks, SqliteJobClocks>()
                .AddSingleton<IDirectory, SqliteDirectory>()
                .AddSingleton<IUserDirectory, SqliteUserDirectory>()
                .AddSingleton<IAuditLog, SqliteAuditLog>()
                .AddSingleton(static provider => (IAuditChain)provider.GetRequiredService<IAuditLog>())
                .AddSingleton<IIdempotencyStore, SqliteIdempotencyStore>()
                .AddSingleton<ITimeline, SqliteTimeline>(),
            DatabaseProvider.PostgreSql => services
                .AddSingleton(_ => NpgsqlDataSource.Create(Tuned(options.ConnectionString)))
                .AddSingleton<ITelemetryStore, PostgreSqlTelemetryStore>()
                .AddSingleton<PostgreSqlHistoryStore>()
                .AddSingleton<IHistoryStore>(static provider => provider.GetRequiredService<PostgreSqlHistoryStore>())
                .AddSingleton<IHistoryCards>(static provider => provider.GetRequiredService<PostgreSqlHistoryStore>())
                .AddSingleton<IJobLedger, PostgreSqlJobLedger>()
                .AddSingleton<IJobClocks, PostgreSqlJobClocks>()
                .AddSingleton<IDirectory, PostgreSqlDirectory>()
                .AddSingleton<IUserDirectory, PostgreSqlUserDirectory>()
                .AddSingleton<IAuditLog, PostgreSqlAuditLog>()
                .AddSingleton(static provider => (IAuditChain)provider.GetRequiredService<IAuditLog>())
                .AddSingleton<IIdempotencyStore, PostgreSqlIdempotencyStore>()
                .AddSingleton<ITimeline, PostgreSqlTimeline>()
                .AddSingleton<IKeyRingStore, PostgreSqlKeyRing>(),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Provider, "Unknown database provider."),
        };
    }

    /// <summary>What the connection string leaves open: statements are prepared on the server, and connections have a name there.</summary>
    private static string Tuned(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        // ContainsKey would be true for every known key.
        if (!parts.ShouldSerialize("Max Auto Prepare"))
            parts.MaxAutoPrepare = 32;
        parts.ApplicationName ??= "BloxOs";
        return parts.ConnectionString;
    }
}
