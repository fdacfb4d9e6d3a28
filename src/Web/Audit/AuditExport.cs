using System.Globalization;
using System.Text;
using BloxOs.Data.Audit;
using BloxOs.Web.Display;

namespace BloxOs.Web.Audit;

/// <summary>Lines for other programs.</summary>
internal static class AuditExport
{
    /// <summary>Most lines of one export, the newest first.</summary>
    public const int MaxLines = AuditQuery.MaxLimit;

    static readonly string[] s_columns = ["line", "time", "kind", "who", "who id", "action", "farm id", "rig id", "person id", "on", "changes", "address", "user agent", "hash"];

    /// <summary>CSV with a header, every field in quotes.</summary>
    public static string Csv(IEnumerable<AuditEntry> entries, AuditView view)
    {
        var csv = new StringBuilder();
        Append(csv, s_columns);
        foreach (var entry in entries)
        {
            var (line, origin) = (entry.Record, view.MaySeeOrigin(entry.Record));
            Append(csv,
            [
                entry.Sequence.ToString(CultureInfo.InvariantCulture), TimeText.Stamp(line.At), Kind(line.Actor.Kind), AuditWords.Who(line.Actor), line.Actor.Id, line.Action,
                line.FarmId ?? "", line.RigId ?? "", line.UserId ?? "", line.Target, string.Join("; ", line.Changes.Select(AuditWords.Text)),
                origin ? line.Address : "", origin ? line.UserAgent : "", Convert.ToHexStringLower(entry.Hash),
            ]);
        }
        return csv.ToString();
    }

    /// <summary>The same as data.</summary>
    public static object Json(IReadOnlyList<AuditEntry> entries, AuditView view, bool more) => new
    {
        limit = MaxLines,
        more,
        lines = entries.Select(entry => new
        {
            sequence = entry.Sequence,
            at = TimeText.Stamp(entry.Record.At),
            actor = new { kind = Kind(entry.Record.Actor.Kind), id = entry.Record.Actor.Id, name = entry.Record.Actor.Name },
            action = entry.Record.Action,
            farmId = entry.Record.FarmId,
            rigId = entry.Record.RigId,
            userId = entry.Record.UserId,
            target = entry.Record.Target,
            changes = entry.Record.Changes.Select(static change => new { field = change.Field, before = change.Before, after = change.After }),
            address = view.MaySeeOrigin(entry.Record) ? entry.Record.Address : null,
            userAgent = view.MaySeeOrigin(entry.Record) ? entry.Record.UserAgent : null,
            hash = Convert.ToHexStringLower(entry.Hash),
        }),
    };

    /// <summary>A field of CSV: quoted, and without a beginning that a spreadsheet would run as a formula.</summary>
    public static string Field(string text)
    {
        char first = text.TrimStart(' ').FirstOrDefault();
        string safe = first is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠' ? "'" + text : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    static string Kind(AuditActorKind kind) => kind switch
    {
        AuditActorKind.Session => "session",
        AuditActorKind.ApiKey => "key",
        AuditActorKind.Token => "token",
        AuditActorKind.Rig => "rig",
        AuditActorKind.System => "server",
        _ => "nobody",
    };

    static void Append(StringBuilder csv, IEnumerable<string> fields) => csv.AppendJoin(',', fields.Select(Field)).Append("\r\n");
}
