using System.Text;

namespace BloxOs.Data.Audit;

/// <summary>The WHERE of a query: fixed pieces of SQL, all values as parameters.</summary>
internal sealed class AuditFilter
{
    public const string Columns =
        "sequence, at, actor_kind, actor_id, actor_name, address, agent, action, farm, rig, person, target, changes, hash";

    private readonly StringBuilder where = new();
    private readonly List<object> values = [];

    /// <param name="query">What is asked for.</param>
    /// <param name="farmIsOneOf">How the database says that the column farm is in a list: gets the list's parameter.</param>
    /// <param name="list">How the database takes a list.</param>
    public AuditFilter(AuditQuery query, Func<string, string> farmIsOneOf, Func<IReadOnlyCollection<string>, object> list)
    {
        if (query.Scope is { } scope)
        {
            var farms = farmIsOneOf(Parameter(list(scope.FarmIds)));
            var person = Parameter(scope.UserId);
            And($"({farms} OR actor_id = {person} OR person = {person})");
        }
        if (query.FarmId is { } farm)
            And("farm = " + Parameter(farm));
        if (query.RigId is { } rig)
            And("rig = " + Parameter(rig));
        if (query.UserId is { } user)
        {
            var person = Parameter(user);
            And($"(actor_id = {person} OR person = {person})");
        }
        AndAction(query.Action);
        if (query.From is { } from)
            And("at >= " + Parameter(from.ToUnixTimeMilliseconds()));
        if (query.Until is { } until)
            And("at < " + Parameter(until.ToUnixTimeMilliseconds()));
        if (query.Before is { } before)
            And("sequence < " + Parameter(before));
        Sql = $"SELECT {Columns} FROM audit{where} ORDER BY sequence DESC LIMIT {Parameter(query.Limit)}";
    }

    public string Sql { get; }

    public IReadOnlyList<object> Values => values;

    /// <summary>A noun's actions lie between "noun." and "noun/".</summary>
    private void AndAction(string? action)
    {
        if (action is null)
            return;
        if (action.EndsWith('.'))
            And($"action >= {Parameter(action)} AND action < {Parameter(action[..^1] + "/")}");
        else
            And("action = " + Parameter(action));
    }

    private void And(string condition) => where.Append(where.Length == 0 ? " WHERE " : " AND ").Append(condition);

    private string Parameter(object value)
    {
        values.Add(value);
        return "$" + values.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
