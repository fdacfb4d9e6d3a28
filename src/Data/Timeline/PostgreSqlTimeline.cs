using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace BloxOs.Data.Timeline;

internal sealed class PostgreSqlTimeline(NpgsqlDataSource database, TimeProvider time, ILogger<PostgreSqlTimeline> logger) : QueuedTimeline(time, logger)
{
    private const string Insert =
        """
        INSERT INTO rig_event (rig, farm, at, kind, severity, subject, value, text, actor)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    public override async Task<IReadOnlyList<TimelineEntry>> FindAsync(TimelineQuery query, CancellationToken cancellation)
    {
        TimelineInput.Check(query);
        var (from, to) = (query.From.ToUnixTimeMilliseconds(), query.To.ToUnixTimeMilliseconds());
        var place = query.Before ?? new(long.MaxValue, long.MaxValue);
        await using var command = query.Statuses == true
            ? database.Command(TimelineSql.FindStatuses, query.RigId, from, to, place.At, place.Id, query.Limit)
            : query.Statuses == false
            ? database.Command(TimelineSql.FindHappenings, query.RigId, query.FarmId, from, to, place.At, place.Id, query.Limit, (int)query.AtLeast)
            : database.Command(TimelineSql.Find, query.RigId, query.FarmId, from, to, place.At, place.Id, query.Limit);
        return await ReadAsync(command, cancellation);
    }

    public override async Task<TimelineEntry?> StatusAtAsync(string rigId, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = database.Command(TimelineSql.StatusAt, rigId, at.ToUnixTimeMilliseconds());
        return (await ReadAsync(command, cancellation)).FirstOrDefault();
    }

    public override async Task ForgetAsync(string rigId)
    {
        await using var command = database.Command(TimelineSql.Forget, rigId);
        await command.ExecuteNonQueryAsync();
    }

    public override async Task<int> TrimAsync(DateTimeOffset before, int limit, CancellationToken cancellation)
    {
        TimelineInput.CheckTrim(limit);
        await using var command = database.Command(TimelineSql.Trim, before.ToUnixTimeMilliseconds(), limit);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    public override async Task<int> TrimRigsAsync(int keep, int limit, CancellationToken cancellation)
    {
        TimelineInput.CheckTrim(limit);
        await using var command = database.Command(TimelineSql.TrimRigs, keep, limit);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    protected override async Task StoreAsync(IReadOnlyList<TimelineEvent> batch)
    {
        await using var command = database.CreateCommand(Insert);
        Add(command, batch.Select(static one => (string?)one.RigId));
        Add(command, batch.Select(static one => (string?)one.FarmId));
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. batch.Select(static one => one.At.ToUnixTimeMilliseconds())] });
        Add(command, batch.Select(static one => (string?)one.Kind));
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. batch.Select(static one => (short)one.Severity)] });
        Add(command, batch.Select(static one => one.Subject));
        Add(command, batch.Select(static one => one.Value));
        Add(command, batch.Select(static one => one.Text));
        Add(command, batch.Select(static one => one.Actor));
        await command.ExecuteNonQueryAsync();
    }

    private static void Add(NpgsqlCommand command, IEnumerable<string?> column)
        => command.Parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. column], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });

    private static async Task<List<TimelineEntry>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var entries = new List<TimelineEntry>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            entries.Add(Entry(rows));
        return entries;
    }

    private static TimelineEntry Entry(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        new(row.GetString(1), row.GetString(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), row.GetString(4), (TimelineSeverity)row.GetInt16(5))
        {
            Subject = Text(row, 6),
            Value = Text(row, 7),
            Text = Text(row, 8),
            Actor = Text(row, 9),
        });

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
