using Npgsql;

namespace BloxOs.Cluster.Tests;

/// <summary>Every run of each job of a cluster: the database itself writes it down, in the transaction that begins or ends it, so that none is missed on a machine of any load.</summary>
internal sealed class JobLog : IAsyncDisposable
{
    const string Record =
        """
        CREATE TABLE test_job_run (name text, fence bigint, holder text, began bigint, ended boolean, failed boolean, PRIMARY KEY (name, fence));
        CREATE FUNCTION test_record() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO test_job_run VALUES (NEW.name, NEW.fence, NEW.holder, NEW.started_at, NEW.ended_at IS NOT NULL, NEW.error IS NOT NULL AND NEW.ended_at IS NOT NULL)
            ON CONFLICT (name, fence) DO UPDATE SET ended = excluded.ended, failed = excluded.failed;
            RETURN NULL;
        END $$;
        CREATE TRIGGER test_record AFTER INSERT OR UPDATE ON job_state FOR EACH ROW EXECUTE FUNCTION test_record()
        """;

    readonly NpgsqlDataSource _database;

    JobLog(string database) => _database = NpgsqlDataSource.Create(database);

    /// <summary>Begins to record.</summary>
    public static async Task<JobLog> StartAsync(string database, CancellationToken cancellation)
    {
        var log = new JobLog(database);
        await using var command = log._database.CreateCommand(Record);
        await command.ExecuteNonQueryAsync(cancellation);
        return log;
    }

    /// <summary>Runs of a job since then, in the order in which the database let them begin.</summary>
    public async Task<JobRun[]> OfAsync(string job, CancellationToken cancellation)
    {
        await using var command = _database.CreateCommand("SELECT began, holder, ended, failed FROM test_job_run WHERE name = $1 ORDER BY fence");
        command.Parameters.AddWithValue(job);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var runs = new List<JobRun>();
        while (await rows.ReadAsync(cancellation)) { runs.Add(new(DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(0)), rows.GetString(1), rows.GetBoolean(2), rows.GetBoolean(3))); }
        return [.. runs];
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
