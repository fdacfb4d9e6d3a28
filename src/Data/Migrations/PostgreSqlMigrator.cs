using DbUp;
using Npgsql;

namespace BloxOs.Data.Migrations;

internal static class PostgreSqlMigrator
{
    /// <summary>Oldest server that is supported.</summary>
    public const int MinimumMajorVersion = 14;

    /// <summary>Key of the advisory lock ("BloxOs" in ASCII): one process migrates, the others wait.</summary>
    private const long LockKey = 0x42_6C_6F_78_4F_73;

    /// <summary>How long to wait for another process that migrates, seconds.</summary>
    private const int LockSeconds = 120;

    public static async Task MigrateAsync(string connectionString, CancellationToken cancellation)
    {
        var target = PostgreSqlTarget.Parse(connectionString);
        try
        {
            await using var database = NpgsqlDataSource.Create(target.MigrationConnectionString);
            await using var connection = await database.OpenConnectionAsync(cancellation);
            await CheckServerAsync(connection, target, cancellation);
            await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", cancellation);
            await Task.Run(() => Apply(target.MigrationConnectionString), cancellation);
            await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({LockKey})", cancellation);
        }
        catch (Exception failure) when (failure is NpgsqlException or MigrationFailedException or NewerDatabaseException or TimeoutException)
        {
            throw new DatabaseStartupException(target.Explain(failure), failure);
        }
    }

    /// <summary>What is wrong with a server of this version; null when nothing is.</summary>
    public static string? TooOld(Version server)
        => server.Major >= MinimumMajorVersion ? null : $"is PostgreSQL {server}; BloxOs needs version {MinimumMajorVersion} or newer, upgrade the server";

    private static void Apply(string connectionString)
        => MigrationScripts.Apply(DeployChanges.To.PostgresqlDatabase(connectionString).WithTransactionPerScript(), DatabaseProvider.PostgreSql);

    private static async Task CheckServerAsync(NpgsqlConnection connection, PostgreSqlTarget target, CancellationToken cancellation)
    {
        if (TooOld(connection.PostgreSqlVersion) is { } tooOld)
            throw new DatabaseStartupException(target.Message(tooOld), null);
        await using var command = new NpgsqlCommand("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'", connection);
        if (await command.ExecuteScalarAsync(cancellation) is true)
            throw new DatabaseStartupException(target.Message(PostgreSqlTarget.ReadOnly), null);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = LockSeconds };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
