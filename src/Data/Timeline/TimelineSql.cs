namespace BloxOs.Data.Timeline;

/// <summary>Statements that both databases understand.</summary>
internal static class TimelineSql
{
    private const string Columns = "id, rig, farm, at, kind, severity, subject, value, text, actor";

    /// <summary>Rig, farm, from, to, place (at, id), limit. Of a time in another farm only states.</summary>
    public const string Find = $"""
        SELECT {Columns} FROM rig_event
        WHERE rig = $1 AND at >= $3 AND at < $4 AND (at, id) < ($5, $6) AND (farm = $2 OR kind = 'status')
        ORDER BY at DESC, id DESC LIMIT $7
        """;

    /// <summary>As <see cref="Find"/>, then the least severity; without states.</summary>
    public const string FindHappenings = $"""
        SELECT {Columns} FROM rig_event
        WHERE rig = $1 AND at >= $3 AND at < $4 AND (at, id) < ($5, $6) AND farm = $2 AND kind <> 'status' AND severity >= $8
        ORDER BY at DESC, id DESC LIMIT $7
        """;

    /// <summary>Rig, from, to, place (at, id), limit: states only.</summary>
    public const string FindStatuses = $"""
        SELECT {Columns} FROM rig_event
        WHERE rig = $1 AND at >= $2 AND at < $3 AND (at, id) < ($4, $5) AND kind = 'status'
        ORDER BY at DESC, id DESC LIMIT $6
        """;

    /// <summary>Rig, before.</summary>
    public const string StatusAt = $"""
        SELECT {Columns} FROM rig_event WHERE rig = $1 AND at < $2 AND kind = 'status' ORDER BY at DESC, id DESC LIMIT 1
        """;

    /// <summary>Rig.</summary>
    public const string Forget = "DELETE FROM rig_event WHERE rig = $1";

    /// <summary>Before, limit.</summary>
    public const string Trim = "DELETE FROM rig_event WHERE id IN (SELECT id FROM rig_event WHERE at < $1 ORDER BY at LIMIT $2)";

    /// <summary>Keep, limit: one rig with too many.</summary>
    public const string TrimRigs = """
        DELETE FROM rig_event WHERE id IN (
            SELECT e.id FROM rig_event e
            JOIN (SELECT rig FROM rig_event GROUP BY rig HAVING count(*) > $1 LIMIT 1) full_rig ON full_rig.rig = e.rig
            ORDER BY e.at DESC, e.id DESC LIMIT $2 OFFSET $1)
        """;
}
