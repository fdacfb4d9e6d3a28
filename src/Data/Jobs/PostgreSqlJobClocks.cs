using Npgsql;
using NpgsqlTypes;

namespace BloxOs.Data.Jobs;

internal sealed class PostgreSqlJobClocks(NpgsqlDataSource database, TimeProvider time) : IJobClocks
{
    public async Task<ClockDoubt?> DoubtAsync(JobLease lease, CancellationToken cancellation)
    {
        long now = Now();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await PostgreSqlJobLedger.HoldAsync(connection, lease, now + (long)IJobLedger.LeaseTime.TotalMilliseconds, null, cancellation);
        var clock = JobClock.Look(await KnownAsync(connection, lease.Job, cancellation), now);
        await using var put = Command(new(JobClockSql.Put, connection), lease.Job, clock.Trusted, clock.Since, clock.Seen);
        await put.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return clock.Doubt(lease.Job);
    }

    public async Task<IReadOnlyList<ClockDoubt>> ListAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(JobClockSql.List);
        var doubts = new List<ClockDoubt>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { doubts.Add(JobClock.Read(rows).Doubt(rows.GetString(3))!); }
        return doubts;
    }

    public async Task<bool> BelieveAsync(string job, CancellationToken cancellation)
    {
        await using var command = Command(database.CreateCommand(JobClockSql.Believe), job, Now());
        return await command.ExecuteNonQueryAsync(cancellation) > 0;
    }

    /// <summary>Locked until the end of the transaction, so that what a person says meanwhile is not lost.</summary>
    static async Task<JobClock?> KnownAsync(NpgsqlConnection connection, string job, CancellationToken cancellation)
    {
        await using var command = Command(new(JobClockSql.Get + " FOR UPDATE", connection), job);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? JobClock.Read(row) : null;
    }

    static NpgsqlCommand Command(NpgsqlCommand command, string job, params ReadOnlySpan<long?> times)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job });
        foreach (long? one in times) { command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = one ?? (object)DBNull.Value }); }
        return command;
    }

    long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
