namespace BloxOs.Data.Jobs;

/// <summary>The statements; both databases understand them.</summary>
internal static class JobClockSql
{
    public const string Get = "SELECT trusted, since, seen FROM job_clock WHERE name = $1";

    public const string Put =
        """
        INSERT INTO job_clock (name, trusted, since, seen) VALUES ($1, $2, $3, $4)
        ON CONFLICT (name) DO UPDATE SET trusted = excluded.trusted, since = excluded.since, seen = excluded.seen
        """;

    public const string List = "SELECT trusted, since, seen, name FROM job_clock WHERE since > trusted ORDER BY name";

    public const string Believe = "UPDATE job_clock SET trusted = $2, since = NULL, seen = $2 WHERE name = $1 AND since > trusted";
}
