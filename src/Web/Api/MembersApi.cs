using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;

namespace BloxOs.Web.Api;

/// <summary><c>/farms/{farmId}/members</c>: with whom a farm is shared.</summary>
internal static class MembersApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var members = api.MapGroup("/farms/{farmId}/members").WithTags("Members");
        members.MapGet("", List).Operation("membersList", "List members", "Owners first.", new NeedsFarmAttribute(FarmLevel.Viewer))
            .Produces<ApiPage<MemberAnswer>>();
        members.MapPatch("/{userId}", Change).Operation("membersChange", "Change a member's level", "The last owner stays one.", new NeedsFarmAttribute(FarmLevel.Owner))
            .TakesBody().Problems(409).Produces<MemberAnswer>();
        members.MapDelete("/{userId}", Remove).Operation("membersRemove", "Remove a member", "Or leave oneself. The last owner stays.", new NeedsFarmAttribute(FarmLevel.Viewer))
            .Problems(409).Produces(StatusCodes.Status204NoContent);
    }

    static async Task<IResult> List(IGrainFactory grains, string farmId, [AsParameters] PageQuery page)
    {
        var members = await grains.GetGrain<IFarmGrain>(farmId).GetMembers();
        var answers = await Task.WhenAll(members.Select(member => AnswerAsync(grains, member)));
        return ApiPage.TryCut(answers, "level", static m => $"{FarmLevel.Owner - m.Level}{m.Name.ToUpperInvariant()}", static m => m.UserId, page, out var cut)
            ? TypedResults.Ok(cut)
            : ApiProblem.Invalid(PageQuery.Complaint);
    }

    static async Task<IResult> Change(HttpContext http, IGrainFactory grains, IAuditTrail audit, string farmId, string userId, LevelInput input)
    {
        if (await FindAsync(grains, farmId, userId) is not { } member) { return ApiProblem.NotFound(); }
        if (input.Level < FarmLevel.Viewer) { return ApiProblem.Invalid("The level is viewer, operator, manager or owner. To take it all away, remove the member."); }
        var draft = new AuditDraft("member.level")
        {
            FarmId = farmId, UserId = userId, Target = member.Name, Changes = [new AuditChange("level", member.Level.ToString(), input.Level.ToString())],
        };
        var result = await audit.DoAsync(http, draft, () => grains.GetGrain<IFarmGrain>(farmId).ChangeLevel(userId, input.Level), ApiChange.Refusal);
        return ApiChange.Problem(result) ?? TypedResults.Ok(member with { Level = input.Level });
    }

    static async Task<IResult> Remove(HttpContext http, IGrainFactory grains, IAuditTrail audit, string farmId, string userId)
    {
        var (caller, isOwner) = (http.Granted().Caller, http.Granted().May(FarmLevel.Owner));
        bool leaves = caller.UserId == userId && caller.Kind != CallerKind.ApiKey;
        if (!isOwner && !leaves) { return ApiProblem.Of(StatusCodes.Status403Forbidden, "Owners remove members; everybody else can only leave, and not through an API key."); }
        if (await FindAsync(grains, farmId, userId) is not { } member) { return ApiProblem.NotFound(); }
        var draft = new AuditDraft(leaves ? "member.leave" : "member.remove") { FarmId = farmId, UserId = userId, Target = member.Name };
        var result = await audit.DoAsync(http, draft, () => grains.GetGrain<IFarmGrain>(farmId).RemoveMember(userId), ApiChange.Refusal);
        return ApiChange.Problem(result) ?? TypedResults.NoContent();
    }

    static async Task<MemberAnswer?> FindAsync(IGrainFactory grains, string farmId, string userId)
    {
        if (!OpaqueId.IsValid(userId)) { return null; }
        var members = await grains.GetGrain<IFarmGrain>(farmId).GetMembers();
        return members.FirstOrDefault(m => m.UserId == userId) is { } member ? await AnswerAsync(grains, member) : null;
    }

    static async Task<MemberAnswer> AnswerAsync(IGrainFactory grains, FarmMember member) =>
        new(member.UserId, (await grains.GetGrain<IUserGrain>(member.UserId).Find())?.DisplayName ?? "", member.Level);
}
