using System.Security.Claims;
using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Web.Access;

namespace BloxOs.Web.Audit;

/// <summary>What a caller sees of the audit log, and the names of the farms in it.</summary>
/// <param name="Caller">Who looks.</param>
/// <param name="Scope">The lines; null for an administrator, who sees all.</param>
/// <param name="Farms">His farms by id.</param>
internal sealed record AuditView(Caller Caller, AuditScope? Scope, IReadOnlyDictionary<string, FarmSummary> Farms)
{
    /// <summary>From where somebody else came is for those who run the farm or the server.</summary>
    public bool MaySeeOrigin(AuditRecord line) =>
        Scope is null || line.Actor.Id == Caller.UserId || line.Actor.Kind == AuditActorKind.Nobody || (line.FarmId is { } farm && Scope.FarmIds.Contains(farm));
}

/// <summary>Decides who sees which lines: an administrator all, managers and owners those of their farms, everybody those of and about himself.</summary>
internal sealed class AuditSight(IFarmAccess access)
{
    /// <summary>What this caller sees. A key that is bound to farms sees only theirs.</summary>
    public async Task<AuditView> OfAsync(Caller caller, ClaimsPrincipal user)
    {
        var farms = (await access.FindFarmsAsync(user)).Farms;
        var scope = caller.IsAdmin ? null : new AuditScope(
            [.. farms.Where(static farm => farm.Level >= FarmLevel.Manager).Select(static farm => farm.FarmId)],
            caller.Kind == CallerKind.ApiKey ? null : caller.UserId);
        return new(caller, scope, farms.ToDictionary(static farm => farm.FarmId, StringComparer.Ordinal));
    }

    /// <summary>The same with the names of the farms in these lines that an administrator reaches though he is no member.</summary>
    public async Task<AuditView> NameAsync(AuditView view, IEnumerable<AuditEntry> lines)
    {
        if (view.Scope is not null) { return view; }
        var unknown = lines.Select(static line => line.Record.FarmId).OfType<string>().Where(id => !view.Farms.ContainsKey(id)).Distinct(StringComparer.Ordinal);
        var found = await Task.WhenAll(unknown.Select(async id => (Id: id, Membership: await access.MembershipAsync(view.Caller, id))));
        var more = found.Where(static farm => farm.Membership.Exists).Select(static farm => KeyValuePair.Create(farm.Id, new FarmSummary(farm.Id, farm.Membership.Name, farm.Membership.Level)));
        return view with { Farms = view.Farms.Concat(more).ToDictionary(StringComparer.Ordinal) };
    }
}
