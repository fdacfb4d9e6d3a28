using System.Data;
using Npgsql;

namespace BloxOs.Data.Backup;

/// <summary>The tables of the schema, each as a part in PostgreSQL's binary copy format, all as of one snapshot.</summary>
internal sealed class PostgreSqlCopy(string connectionString) : IDatabaseCopy
{
    private const string TablePrefix = "table ";

    /// <summary>Of the program and its migrator; they hold no data.</summary>
    private static readonly string[] NotData = ["schemaversions", "orleansquery"];

    private static readonly string[] KeyTables = ["key_ring", "key_ring_master"];

    private const string Columns =
        """
        SELECT c.relname, string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum),
            string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum), quote_ident(c.relname)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        GROUP BY c.relname ORDER BY c.relname
        """;

    /// <summary>A statement per numbered table: what is copied in brings its numbers, and the next row has to get a higher one.</summary>
    private const string NumberOn =
        """
        SELECT format('SELECT setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) FROM %I', quote_ident(c.relname), a.attname, a.attname, c.relname)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND a.attidentity <> ''
        """;

    public async Task<IReadOnlyList<string>> ScriptsAsync(CancellationToken cancellation)
    {
        try
        {
            await using var database = NpgsqlDataSource.Create(connectionString);
            await using var command = database.CreateCommand("SELECT scriptname FROM schemaversions ORDER BY scriptname COLLATE \"C\"");
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            var scripts = new List<string>();
            while (await rows.ReadAsync(cancellation))
                scripts.Add(rows.GetString(0));
            return scripts;
        }
        catch (NpgsqlException failure)
        {
            throw new BackupException($"The database can't be read: {failure.Message}", failure);
        }
    }

    public async Task SaveAsync(BackupWriter backup, bool keys, CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        foreach (var table in await TablesAsync(connection, cancellation))
        {
            if (!keys && KeyTables.Contains(table.Name))
                continue;
            await backup.AddAsync(TablePrefix + table.Name + "\n" + table.Shape, async part =>
            {
                await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY {table.Sql} ({table.Columns}) TO STDOUT (FORMAT BINARY)", cancellation);
                await rows.CopyToAsync(part, cancellation);
            }, cancellation);
        }
    }

    public async Task RestoreAsync(BackupReader backup, Func<string, Stream, Task> other, CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "bloxos restore" }.ConnectionString);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await CheckUnusedAsync(connection, cancellation);
        await Migrations.DatabaseMigrator.MigrateAsync(new DatabaseOptions(DatabaseProvider.PostgreSql, connectionString), cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var tables = await TablesAsync(connection, cancellation);
        await ExecuteAsync(connection, "SET LOCAL lock_timeout = '5s'", cancellation);
        await EmptyAsync(connection, tables.Where(table => backup.Manifest.Keys || !KeyTables.Contains(table.Name)), cancellation);
        while (await backup.NextAsync(cancellation) is var (name, content))
        {
            if (!name.StartsWith(TablePrefix, StringComparison.Ordinal))
            {
                await other(name, content);
                continue;
            }
            var table = tables.FirstOrDefault(t => TablePrefix + t.Name + "\n" + t.Shape == name)
                ?? throw new BackupException($"The backup has a table {name[TablePrefix.Length..].Split('\n')[0]} that this version does not have, or not like that.");
            await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY {table.Sql} ({table.Columns}) FROM STDIN (FORMAT BINARY)", cancellation);
            await content.CopyToAsync(rows, cancellation);
        }
        await NumberOnAsync(connection, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task CheckUnusedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'", connection);
        if (await command.ExecuteScalarAsync(cancellation) is > 0L)
            throw new BackupException("The database is in use. Stop every BloxOs process, and whatever else is connected to it, and try again.");
    }

    private static async Task EmptyAsync(NpgsqlConnection connection, IEnumerable<Table> tables, CancellationToken cancellation)
    {
        try
        {
            await ExecuteAsync(connection, "TRUNCATE " + string.Join(", ", tables.Select(table => table.Sql)), cancellation);
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new BackupException("The database is in use. Stop every BloxOs process and try again.", busy);
        }
    }

    private static async Task NumberOnAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var statements = new List<string>();
        await using (var command = new NpgsqlCommand(NumberOn, connection))
        {
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                statements.Add(rows.GetString(0));
        }
        foreach (var statement in statements)
            await ExecuteAsync(connection, statement, cancellation);
    }

    private static async Task<List<Table>> TablesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Columns, connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var tables = new List<Table>();
        while (await rows.ReadAsync(cancellation))
            tables.Add(new Table(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetString(3)));
        return [.. tables.Where(table => !NotData.Contains(table.Name))];
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <param name="Name">As the catalogue has it.</param>
    /// <param name="Shape">Columns with their types.</param>
    /// <param name="Columns">For a list of columns.</param>
    /// <param name="Sql">The name for a statement.</param>
    private sealed record Table(string Name, string Shape, string Columns, string Sql);
}
