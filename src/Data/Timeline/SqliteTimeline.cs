using BloxOs.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace BloxOs.Data.Timeline;

internal sealed class SqliteTimeline(SqliteDatabase database, TimeProvider time, ILogger<SqliteTimeline> logger) : QueuedTimeline(time, logger)
{
    private static readonly SqliteStatement Insert = new(
        "INSERT INTO rig_event (rig, farm, at, kind, severity, subject, value, text, actor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", 9);

    private static readonly SqliteStatement Find = new(TimelineSql.Find, 7);
    private static readonly SqliteStatement FindHappenings = new(TimelineSql.FindHappenings, 8);
    private static readonly SqliteStatement FindStatuses = new(TimelineSql.FindStatuses, 6);
    private static readonly SqliteStatement StatusAt = new(TimelineSql.StatusAt, 2);
    private static readonly SqliteStatement Forget = new(TimelineSql.Forget, 1);
    private static readonly SqliteStatement Trim = new(TimelineSql.Trim, 2);
    private static readonly SqliteStatement TrimRigs = new(TimelineSql.TrimRigs, 2);

    public override async Task<IReadOnlyList<TimelineEntry>> FindAsync(TimelineQuery query, CancellationToken cancellation)
    {
        TimelineInput.Check(query);
        return await database.Readers.RunLongAsync(query, Read, cancellation);
    }

    public override Task<TimelineEntry?> StatusAtAsync(string rigId, DateTimeOffset at, CancellationToken cancellation)
        => database.Readers.RunAsync((rigId, at.ToUnixTimeMilliseconds()), static (session, asked) =>
        {
            using var rows = session.Bind(StatusAt, asked.rigId, asked.Item2).ExecuteReader();
            return rows.Read() ? Entry(rows) : null;
        }, cancellation);

    public override Task ForgetAsync(string rigId) => database.Writer.RunAsync(rigId, static (session, rig) => session.Execute(Forget, rig));

    public override Task<int> TrimAsync(DateTimeOffset before, int limit, CancellationToken cancellation)
    {
        TimelineInput.CheckTrim(limit);
        return database.Writer.RunAsync((before.ToUnixTimeMilliseconds(), limit), static (session, old) => session.Execute(Trim, old.Item1, old.limit)).WaitAsync(cancellation);
    }

    public override Task<int> TrimRigsAsync(int keep, int limit, CancellationToken cancellation)
    {
        TimelineInput.CheckTrim(limit);
        return database.Writer.RunAsync((keep, limit), static (session, many) => session.Execute(TrimRigs, many.keep, many.limit)).WaitAsync(cancellation);
    }

    protected override Task StoreAsync(IReadOnlyList<TimelineEvent> batch) => database.Writer.RunAsync(batch, static (session, events) =>
    {
        foreach (var one in events)
            session.Execute(Insert, one.RigId, one.FarmId, one.At.ToUnixTimeMilliseconds(), one.Kind, (int)one.Severity, one.Subject, one.Value, one.Text, one.Actor);
        return true;
    });

    private static List<TimelineEntry> Read(SqliteSession session, TimelineQuery query)
    {
        var (from, to) = (query.From.ToUnixTimeMilliseconds(), query.To.ToUnixTimeMilliseconds());
        var place = query.Before ?? new(long.MaxValue, long.MaxValue);
        using var rows = (query.Statuses == true
            ? session.Bind(FindStatuses, query.RigId, from, to, place.At, place.Id, query.Limit)
            : query.Statuses == false
            ? session.Bind(FindHappenings, query.RigId, query.FarmId, from, to, place.At, place.Id, query.Limit, (int)query.AtLeast)
            : session.Bind(Find, query.RigId, query.FarmId, from, to, place.At, place.Id, query.Limit)).ExecuteReader();
        var entries = new List<TimelineEntry>();
        while (rows.Read())
            entries.Add(Entry(rows));
        return entries;
    }

    private static TimelineEntry Entry(SqliteDataReader row) => new(
        row.GetInt64(0),
        new(row.GetString(1), row.GetString(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), row.GetString(4), (TimelineSeverity)row.GetInt32(5))
        {
            Subject = Text(row, 6),
            Value = Text(row, 7),
            Text = Text(row, 8),
            Actor = Text(row, 9),
        });

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
