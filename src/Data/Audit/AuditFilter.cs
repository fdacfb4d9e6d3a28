using System.Globalization;
using System.Text;

namespace BloxOs.Data.Audit;

/// <summary>The statement of a query: fixed pieces of SQL, all values as parameters.</summary>
internal sealed class AuditFilter
{
    public const string Columns =
        "sequence, at, actor_kind, actor_id, actor_name, address, agent, action, farm, rig, person, target, changes, hash";

    private const string Newest = "ORDER BY sequence DESC LIMIT";

    /// <summary>Most farms with a branch of their own; more of them share one, which is slower.</summary>
    private const int MaxBranches = 100;

    private readonly List<object> values = [];

    /// <param name="query">What is asked for.</param>
    /// <param name="noun">The indexed expression for the noun of an action.</param>
    public AuditFilter(AuditQuery query, string noun)
    {
        var conditions = Conditions(query, noun);
        var limit = Parameter(query.Limit);
        Sql = query.Scope is { } scope && (query.FarmId is null || !scope.FarmIds.Contains(query.FarmId))
            ? Scoped(scope, conditions, limit)
            : $"SELECT {Columns} FROM audit{Where(conditions)} {Newest} {limit}";
    }

    public string Sql { get; }

    public IReadOnlyList<object> Values => values;

    /// <summary>A branch for each index that leads to visible lines, each only as long as the answer: the log may have millions of others.</summary>
    private string Scoped(AuditScope scope, List<string> conditions, string limit)
    {
        var farms = scope.FarmIds.Select(Parameter).ToList();
        var branches = farms.Count <= MaxBranches ? farms.ConvertAll(farm => "farm = " + farm) : [$"farm IN ({string.Join(", ", farms)})"];
        // Nobody's lines have an empty id: they are for administrators.
        if (scope.UserId is { Length: > 0 } user)
        {
            var person = Parameter(user);
            branches.AddRange(["actor_id = " + person, "person = " + person]);
        }
        if (branches.Count == 0)
            branches.Add("1 = 0");
        var sql = new StringBuilder("SELECT * FROM (");
        for (var i = 0; i < branches.Count; i++)
        {
            sql.Append(i == 0 ? "" : " UNION ")
                .Append(CultureInfo.InvariantCulture, $"SELECT * FROM (SELECT {Columns} FROM audit{Where([branches[i], .. conditions])} {Newest} {limit}) AS b{i}");
        }
        return sql.Append(CultureInfo.InvariantCulture, $") AS seen {Newest} {limit}").ToString();
    }

    private List<string> Conditions(AuditQuery query, string noun)
    {
        var all = new List<string>();
        if (query.FarmId is { } farm)
            all.Add("farm = " + Parameter(farm));
        if (query.RigId is { } rig)
            all.Add("rig = " + Parameter(rig));
        if (query.UserId is { } user)
        {
            var person = Parameter(user);
            all.Add($"(actor_id = {person} OR person = {person})");
        }
        if (query.Action is { } action)
            all.Add(action.EndsWith('.') ? $"{noun} = {Parameter(action[..^1])}" : "action = " + Parameter(action));
        if (query.From is { } from)
            all.Add("at >= " + Parameter(from.ToUnixTimeMilliseconds()));
        if (query.Until is { } until)
            all.Add("at < " + Parameter(until.ToUnixTimeMilliseconds()));
        if (query.Before is { } before)
            all.Add("sequence < " + Parameter(before));
        return all;
    }

    private static string Where(List<string> conditions) => conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);

    private string Parameter(object value)
    {
        values.Add(value);
        return "$" + values.Count.ToString(CultureInfo.InvariantCulture);
    }
}
