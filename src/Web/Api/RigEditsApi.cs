using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;

namespace BloxOs.Web.Api;

/// <summary>Changes of rigs.</summary>
internal static class RigEditsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/farms/{farmId}/rigs", Add)
            .Operation("rigsAdd", "Add a rig", "The token for its agent is in the answer, this once.", new NeedsFarmAttribute(FarmLevel.Manager))
            .WithTags("Rigs").Repeatable().TakesBody().Produces<RigTokenAnswer>(StatusCodes.Status201Created);
        var rig = api.MapGroup("/rigs/{rigId}").WithTags("Rigs");
        rig.MapPatch("", Change).Operation("rigsChange", "Change a rig", "Its name or tags; what is left out stays. With If-Match only when it is still as it was read.", new NeedsRigAttribute(FarmLevel.Manager))
            .TakesBody().Problems(409, 412).Produces<RigAnswer>();
        rig.MapDelete("", Delete).Operation("rigsDelete", "Delete a rig", "Its token is dead at once.", new NeedsRigAttribute(FarmLevel.Manager))
            .Problems(409, 412).Produces(StatusCodes.Status204NoContent);
        rig.MapPost("/move", Move).Operation("rigsMove", "Move a rig", "To another farm that the caller manages.", new NeedsRigAttribute(FarmLevel.Manager))
            .Repeatable().TakesBody().Problems(412).Produces<RigAnswer>();
        rig.MapPost("/token", ChangeToken).Operation("rigsToken", "Make a new token", "It is in the answer, this once. The old one ends when the agent shows the new one, or at once.", new NeedsRigAttribute(FarmLevel.Manager))
            .Repeatable().TakesBody().Produces<RigNewTokenAnswer>();
    }

    static async Task<IResult> Add(HttpContext http, IGrainFactory grains, IAuditTrail audit, string farmId, RigInput input)
    {
        string name;
        try { name = RigName.Check(input.Name); }
        catch (ArgumentException wrong) { return ApiProblem.Invalid(wrong.Message); }
        try
        {
            var added = await audit.DoAsync(http, new("rig.add") { FarmId = farmId, Target = name }, () => grains.GetGrain<IFarmGrain>(farmId).AddRig(name));
            return TypedResults.Created($"{ApiPath.Root}/rigs/{added.RigId}", new RigTokenAnswer(added.RigId, added.Token));
        }
        catch (ArgumentException full) { return ApiProblem.Of(StatusCodes.Status409Conflict, full.Message); }
    }

    static async Task<IResult> Change(HttpContext http, IGrainFactory grains, IAuditTrail audit, string rigId, RigPatchInput input)
    {
        var (farmId, rig) = (http.Granted().FarmId, grains.GetGrain<IRigGrain>(rigId));
        var failed = await ApiChange.DoAsync<RigDescription>(
            http,
            () => ReadAsync(rig, farmId),
            async before =>
            {
                RigSettings wanted;
                try { wanted = new(RigName.Check(input.Name ?? before.Name), input.Tags is null ? before.Tags : RigTags.Check([.. input.Tags]), before.Version); }
                catch (ArgumentException wrong) { return (ApiProblem.Invalid(wrong.Message), ChangeResult.NotFound); }
                AuditChange[] all = [new("name", before.Name, wanted.Name), new("tags", string.Join(", ", before.Tags), string.Join(", ", wanted.Tags))];
                AuditChange[] changes = [.. all.Where(static c => c.Before != c.After)];
                if (changes.Length == 0) { return (null, ChangeResult.Done(before.Version)); }
                return (null, await audit.DoAsync(http, Draft("rig.settings", farmId, before) with { Changes = changes }, () => rig.Change(farmId, wanted), ApiChange.Refusal));
            });
        return failed ?? await AnswerAsync(http, rig);
    }

    static async Task<IResult> Delete(HttpContext http, IGrainFactory grains, IAuditTrail audit, string rigId)
    {
        var (farmId, rig) = (http.Granted().FarmId, grains.GetGrain<IRigGrain>(rigId));
        var failed = await ApiChange.DoAsync(http, () => ReadAsync(rig, farmId), async about =>
            (null, await audit.DoAsync(http, Draft("rig.delete", farmId, about), () => rig.Delete(farmId, ApiChange.Read(http, about.Version)), ApiChange.Refusal)));
        return failed ?? TypedResults.NoContent();
    }

    static async Task<IResult> Move(HttpContext http, IGrainFactory grains, IFarmAccess access, IAuditTrail audit, string rigId, MoveInput input)
    {
        var (granted, rig) = (http.Granted(), grains.GetGrain<IRigGrain>(rigId));
        var target = await access.MembershipAsync(granted.Caller, input.FarmId);
        if (!target.Exists) { return ApiProblem.NotFound(); }
        if (target.Level < FarmLevel.Manager) { return ApiProblem.Of(StatusCodes.Status403Forbidden, "You do not manage the farm that it is to move to."); }
        var failed = await ApiChange.DoAsync(http, () => ReadAsync(rig, granted.FarmId), async about =>
        {
            var draft = Draft("rig.move", granted.FarmId, about) with { Changes = [new AuditChange("farm", granted.FarmName, target.Name)] };
            return (null, await audit.DoAsync(http, draft, () => rig.Move(granted.FarmId, input.FarmId, ApiChange.Read(http, about.Version)), ApiChange.Refusal));
        });
        return failed ?? await AnswerAsync(http, rig);
    }

    static async Task<IResult> ChangeToken(HttpContext http, IGrainFactory grains, IAuditTrail audit, string rigId, TokenChangeInput input)
    {
        var (farmId, about) = (http.Granted().FarmId, http.Granted().Rig!.Description);
        var draft = Draft("rig.token", farmId, about) with { Changes = [new AuditChange("old token ends", null, input.OldToken == RigTokenEnd.Now ? "at once" : "when the new one is shown")] };
        var made = await audit.DoAsync(http, draft, () => grains.GetGrain<IRigGrain>(rigId).ChangeToken(farmId, input.OldToken), static change => change.Token is null ? "not there any more" : null);
        return made.Token is { } token ? TypedResults.Ok(new RigNewTokenAnswer(rigId, token, made.Until)) : ApiProblem.NotFound();
    }

    /// <summary>The rig and its version; null when it is not in this farm any more.</summary>
    static async Task<(RigDescription Rig, long Version)?> ReadAsync(IRigGrain rig, string farmId) =>
        await rig.GetView() is { } view && view.Description.FarmId == farmId ? (view.Description, view.Description.Version) : null;

    static async Task<IResult> AnswerAsync(HttpContext http, IRigGrain rig)
    {
        if (await rig.GetView() is not { } view) { return ApiProblem.NotFound(); }
        ApiChange.Tag(http, view.Description.Version);
        return TypedResults.Ok(RigAnswer.Of(view));
    }

    static AuditDraft Draft(string action, string farmId, RigDescription rig) => new(action) { FarmId = farmId, RigId = rig.RigId, Target = rig.Name };
}
