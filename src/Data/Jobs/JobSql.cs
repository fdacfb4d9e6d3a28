namespace BloxOs.Data.Jobs;

/// <summary>The statements; both databases understand them.</summary>
internal static class JobSql
{
    /// <summary>
    /// A run of another process that began after $6 and went well is enough. What is a lease's time ahead of now and more was written before the clock was set back; less is
    /// another process whose clock is ahead a little, or this one waited for the database since it looked at its own.
    /// </summary>
    public const string Start =
        """
        INSERT INTO job_state (name, fence, holder, lease_until, started_at, next_at) VALUES ($1, 1, $2, $3 + $4, $3, $5)
        ON CONFLICT (name) DO UPDATE SET fence = job_state.fence + 1, holder = excluded.holder, lease_until = excluded.lease_until,
            started_at = excluded.started_at, ended_at = NULL, next_at = excluded.next_at
        WHERE (job_state.lease_until <= $3 OR job_state.lease_until > $3 + 2 * $4)
            AND (job_state.holder = $2 OR job_state.started_at <= $6 OR job_state.started_at > $3 + $4 OR job_state.ended_at IS NULL OR job_state.error IS NOT NULL)
        RETURNING fence, position
        """;

    public const string Renew = "UPDATE job_state SET lease_until = $3 WHERE name = $1 AND fence = $2";

    public const string Move = "UPDATE job_state SET lease_until = $3, position = $4 WHERE name = $1 AND fence = $2";

    public const string End =
        """
        UPDATE job_state SET lease_until = 0, ended_at = $3, took_ms = CASE WHEN $3 > started_at THEN $3 - started_at ELSE 0 END, did = $4, result = $5, error = $6, next_at = $7
        WHERE name = $1 AND fence = $2
        """;

    public const string List = "SELECT name, holder, lease_until, started_at, ended_at, took_ms, did, result, error, next_at FROM job_state ORDER BY name";

    public const string Position = "SELECT position FROM job_state WHERE name = $1";

    public static string? Cut(string? text) => text is { Length: > IJobLedger.MaxTextLength } ? text[..IJobLedger.MaxTextLength] : text;

    public static void Check(string job, string holder)
    {
        if (job is not { Length: > 0 and <= IJobLedger.MaxNameLength }) { throw new ArgumentException($"A job's name has 1 to {IJobLedger.MaxNameLength} characters.", nameof(job)); }
        if (holder is not { Length: > 0 and <= IJobLedger.MaxNameLength }) { throw new ArgumentException($"A process's name has 1 to {IJobLedger.MaxNameLength} characters.", nameof(holder)); }
    }

    public static JobState Read(System.Data.Common.DbDataReader row) => new()
    {
        Name = row.GetString(0),
        Holder = row.IsDBNull(1) ? null : row.GetString(1),
        LeaseUntil = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
        StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
        EndedAt = Time(row, 4),
        Took = row.IsDBNull(5) ? null : TimeSpan.FromMilliseconds(row.GetInt64(5)),
        Did = row.IsDBNull(6) ? null : row.GetInt64(6),
        Result = row.IsDBNull(7) ? null : row.GetString(7),
        Error = row.IsDBNull(8) ? null : row.GetString(8),
        NextAt = Time(row, 9),
    };

    static DateTimeOffset? Time(System.Data.Common.DbDataReader row, int column) => row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
