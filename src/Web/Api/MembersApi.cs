using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BloxOs.Web.Api;

/// <summary><c>/farms/{farmId}/members</c>: with whom a farm is shared.</summary>
internal static class MembersApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var members = api.MapGroup("/farms/{farmId}/members").WithTags("Members");
        members.MapGet("", List).Operation("membersList", "List members", "Owners first.", new NeedsFarmAttribute(FarmLevel.Viewer))
            .Produces<ApiPage<MemberAnswer>>();
        members.MapGet("/{userId}", Get).Operation("membersGet", "Get a member", "The ETag stands for his level.", new NeedsFarmAttribute(FarmLevel.Viewer))
            .Produces<MemberAnswer>();
        members.MapPatch("/{userId}", Change).Operation("membersChange", "Change a member's level", "The last owner stays one. With If-Match only when his level is still the one that was read.", new NeedsFarmAttribute(FarmLevel.Owner))
            .TakesBody().Problems(409, 412).Produces<MemberAnswer>();
        members.MapDelete("/{userId}", Remove).Operation("membersRemove", "Remove a member", "Or leave oneself. The last owner stays. With If-Match only when his level is still the one that was read.", new NeedsFarmAttribute(FarmLevel.Viewer))
            .Problems(409, 412).Produces(StatusCodes.Status204NoContent);
    }

    static async Task<IResult> List(IGrainFactory grains, string farmId, [AsParameters] PageQuery page)
    {
        var members = await grains.GetGrain<IFarmGrain>(farmId).GetMembers();
        var answers = await Task.WhenAll(members.Select(member => AnswerAsync(grains, member)));
        return ApiPage.TryCut(answers, "level", static m => $"{FarmLevel.Owner - m.Level}{m.Name.ToUpperInvariant()}", static m => m.UserId, page, out var cut)
            ? TypedResults.Ok(cut)
            : ApiProblem.Invalid(PageQuery.Complaint);
    }

    static async Task<IResult> Get(HttpContext http, IGrainFactory grains, string farmId, string userId) =>
        await FindAsync(grains, farmId, userId) is { } member ? Answer(http, member) : ApiProblem.NotFound();

    static async Task<IResult> Change(HttpContext http, IGrainFactory grains, IAuditTrail audit, string farmId, string userId, LevelInput input)
    {
        if (input.Level < FarmLevel.Viewer) { return ApiProblem.Invalid("The level is viewer, operator, manager or owner. To take it all away, remove the member."); }
        var failed = await ApiChange.DoAsync(http, () => ReadAsync(grains, farmId, userId), async member =>
        {
            var draft = new AuditDraft("member.level")
            {
                FarmId = farmId, UserId = userId, Target = member.Name, Changes = [new AuditChange("level", member.Level.ToString(), input.Level.ToString())],
            };
            return (null, await audit.DoAsync(http, draft, () => grains.GetGrain<IFarmGrain>(farmId).ChangeLevel(userId, input.Level, LevelRead(http, member)), ApiChange.Refusal));
        });
        return failed ?? await Get(http, grains, farmId, userId);
    }

    static async Task<IResult> Remove(HttpContext http, IGrainFactory grains, IAuditTrail audit, string farmId, string userId)
    {
        var (caller, isOwner) = (http.Granted().Caller, http.Granted().May(FarmLevel.Owner));
        bool leaves = caller.UserId == userId && caller.Kind != CallerKind.ApiKey;
        if (!isOwner && !leaves) { return ApiProblem.Of(StatusCodes.Status403Forbidden, "Owners remove members; everybody else can only leave, and not through an API key."); }
        var failed = await ApiChange.DoAsync(http, () => ReadAsync(grains, farmId, userId), async member =>
        {
            var draft = new AuditDraft(leaves ? "member.leave" : "member.remove") { FarmId = farmId, UserId = userId, Target = member.Name };
            return (null, await audit.DoAsync(http, draft, () => grains.GetGrain<IFarmGrain>(farmId).RemoveMember(userId, LevelRead(http, member)), ApiChange.Refusal));
        });
        return failed ?? TypedResults.NoContent();
    }

    /// <summary>A member's level is his version.</summary>
    static Ok<MemberAnswer> Answer(HttpContext http, MemberAnswer member)
    {
        ApiChange.Tag(http, (long)member.Level);
        return TypedResults.Ok(member);
    }

    static FarmLevel? LevelRead(HttpContext http, MemberAnswer member) => ApiChange.Read(http, (long)member.Level) is null ? null : member.Level;

    static async Task<(MemberAnswer Member, long Version)?> ReadAsync(IGrainFactory grains, string farmId, string userId) =>
        await FindAsync(grains, farmId, userId) is { } member ? (member, (long)member.Level) : null;

    static async Task<MemberAnswer?> FindAsync(IGrainFactory grains, string farmId, string userId)
    {
        if (!OpaqueId.IsValid(userId)) { return null; }
        var members = await grains.GetGrain<IFarmGrain>(farmId).GetMembers();
        return members.FirstOrDefault(m => m.UserId == userId) is { } member ? await AnswerAsync(grains, member) : null;
    }

    static async Task<MemberAnswer> AnswerAsync(IGrainFactory grains, FarmMember member) =>
        new(member.UserId, (await grains.GetGrain<IUserGrain>(member.UserId).Find())?.DisplayName ?? "", member.Level);
}
