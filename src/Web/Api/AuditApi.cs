using System.ComponentModel;
using System.Globalization;
using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Web.Access;

namespace BloxOs.Web.Api;

/// <summary>Who acted.</summary>
/// <param name="Kind">How it came in.</param>
/// <param name="Id">The person, also behind an API key; or the rig; empty when there is none.</param>
/// <param name="Name">Name of the person, key or rig at that time.</param>
internal sealed record AuditActorAnswer(AuditActorKind Kind, string Id, string Name);

/// <summary>One changed field.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Before">Null when there was nothing, or it is a secret.</param>
/// <param name="After">Null when there is nothing any more, or it is a secret.</param>
internal sealed record AuditChangeAnswer(string Field, string? Before, string? After);

/// <summary>One line of the audit log.</summary>
/// <param name="Sequence">1 for the first line, then without gaps.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Address">From which network address.</param>
/// <param name="UserAgent">What the browser or program called itself.</param>
/// <param name="Action">What, as noun.verb.</param>
/// <param name="FarmId">The farm it was about.</param>
/// <param name="RigId">The rig it was about.</param>
/// <param name="UserId">The person it was about.</param>
/// <param name="Target">Name of what it was about, as it was then.</param>
/// <param name="Changes">What changed.</param>
/// <param name="Hash">SHA-256 that binds this line to the one before it, hexadecimal.</param>
internal sealed record AuditLineAnswer(
    long Sequence, DateTimeOffset At, AuditActorAnswer Actor, string Address, string UserAgent, string Action, string? FarmId, string? RigId, string? UserId, string Target,
    IReadOnlyList<AuditChangeAnswer> Changes, string Hash)
{
    /// <summary>As it was written.</summary>
    public static AuditLineAnswer Of(AuditEntry line)
    {
        var said = line.Record;
        return new(
            line.Sequence, said.At, new(said.Actor.Kind, said.Actor.Id, said.Actor.Name), said.Address, said.UserAgent, said.Action, said.FarmId, said.RigId, said.UserId, said.Target,
            [.. said.Changes.Select(static c => new AuditChangeAnswer(c.Field, c.Before, c.After))], Convert.ToHexStringLower(line.Hash));
    }
}

/// <summary>Which lines.</summary>
internal readonly record struct AuditLinesQuery(
    [property: Description("Only lines about this farm.")] string? Farm,
    [property: Description("Only lines about this rig.")] string? Rig,
    [property: Description("Only lines by or about this person.")] string? User,
    [property: Description("Only this action, farm.delete; with a dot at the end all of a noun, farm.")] string? Action,
    [property: Description("At this time or later, with its zone: 2026-11-22T20:15:00Z.")] string? From,
    [property: Description("Before this time.")] string? Until);

/// <summary><c>/audit</c>.</summary>
internal static class AuditApi
{
    const int MaxActionLength = 64;

    public static void Map(RouteGroupBuilder api) => api.MapGet("/audit", List)
        .Operation("auditList", "Read the audit log", "The newest line first: of the farms that the caller manages, and those by or about himself; of everything for an administrator. A key needs the scope manage.", new NeedsSignInAttribute())
        .WithTags("Audit").Produces<ApiPage<AuditLineAnswer>>();

    static async Task<IResult> List(HttpContext http, IFarmAccess access, IAuditLog log, [AsParameters] AuditLinesQuery query, [AsParameters] PageQuery page)
    {
        var caller = http.Granted().Caller;
        if (caller.Kind == CallerKind.ApiKey && caller.Cap < FarmLevel.Manager) { return ApiProblem.Of(StatusCodes.Status403Forbidden, "A key needs the scope manage to read the audit log."); }
        if (Read(query, page) is not { } asked) { return ApiProblem.Invalid("Ids are those of the API, times have a zone, from is before until, an action is noun.verb. " + PageQuery.Complaint); }
        int limit = asked.Limit;
        var lines = await log.FindAsync(asked with { Scope = await ScopeAsync(http, access), Limit = limit + 1 }, http.RequestAborted);
        string? next = lines.Count > limit ? lines[limit - 1].Sequence.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new ApiPage<AuditLineAnswer>([.. lines.Take(limit).Select(AuditLineAnswer.Of)], next));
    }

    /// <summary>Null, which is everything, for administrators only.</summary>
    static async Task<AuditScope?> ScopeAsync(HttpContext http, IFarmAccess access)
    {
        var caller = http.Granted().Caller;
        if (caller.IsAdmin) { return null; }
        var farms = (await access.FarmsAsync(http.User)).Where(static f => f.Level >= FarmLevel.Manager).Select(static f => f.FarmId);
        return new([.. farms], caller.Farms is null ? caller.UserId : "");
    }

    static AuditQuery? Read(AuditLinesQuery query, PageQuery page)
    {
        int limit = page.Limit ?? ApiLimits.DefaultPage;
        var (from, until) = (StrictTime.Read(query.From), StrictTime.Read(query.Until));
        long? before = long.TryParse(page.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) ? sequence : null;
        bool isGood = limit is >= 1 and <= ApiLimits.MaxPage && IsId(query.Farm) && IsId(query.Rig) && IsId(query.User) && IsAction(query.Action)
            && (from is null) == (query.From is null) && (until is null) == (query.Until is null) && !(from >= until) && (before is null) == (page.Cursor is null);
        return isGood
            ? new() { FarmId = query.Farm, RigId = query.Rig, UserId = query.User, Action = query.Action, From = from, Until = until, Before = before, Limit = limit }
            : null;
    }

    static bool IsId(string? id) => id is null || OpaqueId.IsValid(id);

    static bool IsAction(string? action) => action is null || (action.Length is >= 1 and <= MaxActionLength && action.All(static c => c is (>= 'a' and <= 'z') or '.' or '-'));
}
