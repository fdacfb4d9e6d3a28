using BloxOs.Data.Sqlite;

namespace BloxOs.Data.Jobs;

internal sealed class SqliteJobClocks(SqliteDatabase database, TimeProvider time) : IJobClocks
{
    static readonly SqliteStatement s_get = new(JobClockSql.Get, 1);
    static readonly SqliteStatement s_put = new(JobClockSql.Put, 4);
    static readonly SqliteStatement s_list = new(JobClockSql.List, 0);
    static readonly SqliteStatement s_believe = new(JobClockSql.Believe, 2);

    public Task<ClockDoubt?> DoubtAsync(JobLease lease, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return database.Writer.RunAsync((lease, now: Now()), static (session, look) =>
        {
            SqliteJobLedger.Hold(session, look.lease, look.now + (long)IJobLedger.LeaseTime.TotalMilliseconds, null);
            var clock = JobClock.Look(Known(session, look.lease.Job), look.now);
            session.Execute(s_put, look.lease.Job, clock.Trusted, clock.Since, clock.Seen);
            return clock.Doubt(look.lease.Job);
        });
    }

    public Task<IReadOnlyList<ClockDoubt>> ListAsync(CancellationToken cancellation) => database.Readers.RunLongAsync(0, static (session, _) =>
    {
        var doubts = new List<ClockDoubt>();
        using var rows = session.Bind(s_list).ExecuteReader();
        while (rows.Read()) { doubts.Add(JobClock.Read(rows).Doubt(rows.GetString(3))!); }
        return (IReadOnlyList<ClockDoubt>)doubts;
    }, cancellation);

    public Task<bool> BelieveAsync(string job, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return database.Writer.RunAsync((job, now: Now()), static (session, believe) => session.Execute(s_believe, believe.job, believe.now) > 0);
    }

    static JobClock? Known(SqliteSession session, string job)
    {
        using var row = session.Bind(s_get, job).ExecuteReader();
        return row.Read() ? JobClock.Read(row) : null;
    }

    long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
