using Npgsql;
using NpgsqlTypes;

namespace BloxOs.Data.Jobs;

internal sealed class PostgreSqlJobLedger(NpgsqlDataSource database, TimeProvider time) : IJobLedger
{
    public async Task<JobLease?> TryStartAsync(string job, string holder, DateTimeOffset? nextAt, TimeSpan every, CancellationToken cancellation)
    {
        JobSql.Check(job, holder);
        await using var command = database.CreateCommand(JobSql.Start);
        Add(command, NpgsqlDbType.Text, job);
        Add(command, NpgsqlDbType.Text, holder);
        long now = Now();
        Add(command, NpgsqlDbType.Bigint, now);
        Add(command, NpgsqlDbType.Bigint, (long)IJobLedger.LeaseTime.TotalMilliseconds);
        Add(command, NpgsqlDbType.Bigint, nextAt?.ToUnixTimeMilliseconds());
        Add(command, NpgsqlDbType.Bigint, now - (long)(every / 2).TotalMilliseconds);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new JobLease(job, row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1)) : null;
    }

    public async Task RenewAsync(JobLease lease)
    {
        await using var connection = await database.OpenConnectionAsync();
        await HoldAsync(connection, lease, Now() + (long)IJobLedger.LeaseTime.TotalMilliseconds, null, CancellationToken.None);
    }

    public async Task EndAsync(JobLease lease, JobOutcome outcome, DateTimeOffset? nextAt)
    {
        await using var command = database.CreateCommand(JobSql.End);
        Add(command, NpgsqlDbType.Text, lease.Job);
        Add(command, NpgsqlDbType.Bigint, lease.Fence);
        Add(command, NpgsqlDbType.Bigint, Now());
        Add(command, NpgsqlDbType.Bigint, outcome.Did);
        Add(command, NpgsqlDbType.Text, JobSql.Cut(outcome.Result));
        Add(command, NpgsqlDbType.Text, JobSql.Cut(outcome.Error));
        Add(command, NpgsqlDbType.Bigint, nextAt?.ToUnixTimeMilliseconds());
        await command.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyList<JobState>> ListAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(JobSql.List);
        var jobs = new List<JobState>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { jobs.Add(JobSql.Read(rows)); }
        return jobs;
    }

    /// <summary>Part of a transaction that writes for a job: renews the lease, and fails when it is lost.</summary>
    public static async Task HoldAsync(NpgsqlConnection connection, JobLease lease, long until, long? position, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(position is null ? JobSql.Renew : JobSql.Move, connection);
        Add(command, NpgsqlDbType.Text, lease.Job);
        Add(command, NpgsqlDbType.Bigint, lease.Fence);
        Add(command, NpgsqlDbType.Bigint, until);
        if (position is { } reached) { Add(command, NpgsqlDbType.Bigint, reached); }
        if (await command.ExecuteNonQueryAsync(cancellation) == 0) { throw new JobLeaseLostException(lease.Job); }
    }

    static void Add(NpgsqlCommand command, NpgsqlDbType type, object? value) => command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });

    long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
