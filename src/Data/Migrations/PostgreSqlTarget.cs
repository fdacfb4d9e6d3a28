using System.Net.Sockets;
using Npgsql;

namespace BloxOs.Data.Migrations;

/// <summary>The server that a connection string names, for messages: without the password.</summary>
internal sealed class PostgreSqlTarget
{
    public const string ReadOnly = "is read-only (a standby?); point the connection string at the primary";

    private readonly NpgsqlConnectionStringBuilder parts;

    private PostgreSqlTarget(NpgsqlConnectionStringBuilder parts) => this.parts = parts;

    /// <summary>Without a pool, so that no connection stays behind.</summary>
    public string MigrationConnectionString
        => new NpgsqlConnectionStringBuilder(parts.ConnectionString) { Pooling = false }.ConnectionString;

    /// <exception cref="DatabaseStartupException">It is not a connection string.</exception>
    public static PostgreSqlTarget Parse(string connectionString)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            if (string.IsNullOrWhiteSpace(parts.Host))
                throw new DatabaseStartupException("The PostgreSQL connection string names no server; add Host=...", null);
            return new PostgreSqlTarget(parts);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            // The message of the parser may quote the text, and with it the password.
            throw new DatabaseStartupException(
                "The PostgreSQL connection string is malformed; it should look like Host=...;Database=...;Username=...;Password=...", null);
        }
    }

    public string Message(string what)
        => $"PostgreSQL at {parts.Host}:{parts.Port}, database {parts.Database ?? parts.Username}, user {parts.Username} {what}.";

    public string Explain(Exception failure)
    {
        var script = failure as MigrationFailedException;
        var what = (script?.InnerException ?? failure) switch
        {
            PostgresException { SqlState: "28P01" or "28000" } => "refused the sign-in; check user, password and pg_hba.conf",
            PostgresException { SqlState: "3D000" } => "has no such database; create it first",
            PostgresException { SqlState: "25006" } => ReadOnly,
            PostgresException { SqlState: "42501" } denied => $"denied a right ({OneLine.Of(denied.MessageText)}); let the user create tables in its schema",
            PostgresException { SqlState: "53300" } => "has no free connection; raise max_connections or lower Maximum Pool Size",
            PostgresException { SqlState: "57P03" } => "is starting or stopping; try again in a moment",
            PostgresException other => $"reported {other.SqlState}: {OneLine.Of(other.MessageText)}",
            NpgsqlException { InnerException: SocketException or IOException } => "can't be reached; check host, port and firewall, and that the server runs",
            TimeoutException or NpgsqlException { InnerException: TimeoutException } => "did not answer in time; check host, port and firewall, or wait for a migration that another silo runs",
            NewerDatabaseException newer => newer.Message,
            var other => "can't be used: " + OneLine.Of(other.Message),
        };
        return Message(script is null ? what : $"{what} (script {script.Script})");
    }
}
