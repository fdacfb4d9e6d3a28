using BloxOs.Grains.Farms;
using BloxOs.Web.Access;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BloxOs.Web.Api;

/// <summary><c>/rigs</c>: what is asked. <see cref="RigEditsApi"/> has the changes.</summary>
internal static class RigsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var rigs = api.MapGroup("/rigs").WithTags("Rigs");
        rigs.MapGet("", List).Operation("rigsList", "List rigs", "The rigs of all farms in this caller's list, or of one.", new NeedsSignInAttribute())
            .Produces<ApiPage<RigEntry>>();
        rigs.MapGet("/{rigId}", Get).Operation("rigsGet", "Get a rig", "With its cards and their last readings. The ETag stands for name and tags.", new NeedsRigAttribute(FarmLevel.Viewer))
            .Produces<RigAnswer>();
    }

    static async Task<IResult> List(HttpContext http, IFarmAccess access, IGrainFactory grains, [AsParameters] RigQuery query, [AsParameters] PageQuery page)
    {
        if (query.Complaint is { } complaint) { return ApiProblem.Invalid(complaint); }
        var farms = await FarmIdsAsync(http, access, query.Farm);
        if (farms is null) { return ApiProblem.NotFound(); }
        var views = await Task.WhenAll(farms.Select(id => grains.GetGrain<IFarmGrain>(id).GetView()));
        RigSearch search = new(query.Q);
        var rigs = views.OfType<FarmView>().SelectMany(farm => farm.Rigs.Where(rig => query.Matches(rig, search, HeatBands.Of(farm.Settings)))).Select(RigEntry.Of);
        return ApiPage.TryCut(rigs, query.Order, query.KeyOf!, static r => r.Id, page, out var cut) ? TypedResults.Ok(cut) : ApiProblem.Invalid(PageQuery.Complaint);
    }

    static Ok<RigAnswer> Get(HttpContext http, string rigId)
    {
        var rig = http.Granted().Rig!;
        ApiChange.Tag(http, rig.Description.Version);
        return TypedResults.Ok(RigAnswer.Of(rig));
    }

    /// <summary>All farms of the caller, or the one that he names; null when that does not exist for him.</summary>
    static async Task<IEnumerable<string>?> FarmIdsAsync(HttpContext http, IFarmAccess access, string? named)
    {
        if (named is null) { return (await access.FarmsAsync(http.User)).Select(static f => f.FarmId); }
        return (await access.MembershipAsync(http.Granted().Caller, named)).Exists ? [named] : null;
    }
}
