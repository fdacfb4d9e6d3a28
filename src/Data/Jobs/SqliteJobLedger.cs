using BloxOs.Data.Sqlite;

namespace BloxOs.Data.Jobs;

internal sealed class SqliteJobLedger(SqliteDatabase database, TimeProvider time) : IJobLedger
{
    static readonly SqliteStatement s_start = new(JobSql.Start, 6);
    static readonly SqliteStatement s_renew = new(JobSql.Renew, 3);
    static readonly SqliteStatement s_move = new(JobSql.Move, 4);
    static readonly SqliteStatement s_end = new(JobSql.End, 7);
    static readonly SqliteStatement s_list = new(JobSql.List, 0);

    public async Task<JobLease?> TryStartAsync(string job, string holder, DateTimeOffset? nextAt, TimeSpan every, CancellationToken cancellation)
    {
        JobSql.Check(job, holder);
        cancellation.ThrowIfCancellationRequested();
        return await database.Writer.RunAsync((job, holder, now: Now(), next: nextAt?.ToUnixTimeMilliseconds(), half: (long)(every / 2).TotalMilliseconds), static (session, run) =>
        {
            using var row = session.Bind(s_start, run.job, run.holder, run.now, (long)IJobLedger.LeaseTime.TotalMilliseconds, run.next, run.now - run.half).ExecuteReader();
            return row.Read() ? new JobLease(run.job, row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1)) : null;
        });
    }

    public Task RenewAsync(JobLease lease) => database.Writer.RunAsync((lease, until: Now() + (long)IJobLedger.LeaseTime.TotalMilliseconds), static (session, renewal) =>
    {
        Hold(session, renewal.lease, renewal.until, null);
        return true;
    });

    public Task EndAsync(JobLease lease, JobOutcome outcome, DateTimeOffset? nextAt)
        => database.Writer.RunAsync((lease, outcome, now: Now(), next: nextAt?.ToUnixTimeMilliseconds()), static (session, end) => session.Execute(
            s_end, end.lease.Job, end.lease.Fence, end.now, end.outcome.Did, JobSql.Cut(end.outcome.Result), JobSql.Cut(end.outcome.Error), end.next));

    public async Task<IReadOnlyList<JobState>> ListAsync(CancellationToken cancellation)
        => await database.Readers.RunLongAsync(0, static (session, _) =>
        {
            var jobs = new List<JobState>();
            using var rows = session.Bind(s_list).ExecuteReader();
            while (rows.Read()) { jobs.Add(JobSql.Read(rows)); }
            return jobs;
        }, cancellation);

    /// <summary>Part of a transaction that writes for a job: renews the lease, and fails when it is lost.</summary>
    public static void Hold(SqliteSession session, JobLease lease, long until, long? position)
    {
        int held = position is { } reached
            ? session.Execute(s_move, lease.Job, lease.Fence, until, reached)
            : session.Execute(s_renew, lease.Job, lease.Fence, until);
        if (held == 0) { throw new JobLeaseLostException(lease.Job); }
    }

    long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
