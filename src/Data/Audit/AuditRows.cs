using System.Data.Common;

namespace BloxOs.Data.Audit;

/// <summary>Reads rows of <see cref="AuditFilter.Columns"/>.</summary>
internal static class AuditRows
{
    public static AuditLine Read(DbDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        At = row.GetInt64(1),
        ActorKind = row.GetInt16(2),
        ActorId = row.GetString(3),
        ActorName = row.GetString(4),
        Address = row.GetString(5),
        UserAgent = row.GetString(6),
        Action = row.GetString(7),
        Farm = TextOrNull(row, 8),
        Rig = TextOrNull(row, 9),
        Person = TextOrNull(row, 10),
        Target = row.GetString(11),
        Changes = row.GetString(12),
        Hash = row.GetFieldValue<byte[]>(13),
    };

    public static AuditAnchor ReadAnchor(DbDataReader row) => new(
        row.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3));

    private static string? TextOrNull(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
