using BloxOs.Grains.Farms;
using BloxOs.Web.Access;

namespace BloxOs.Web.Api;

/// <summary><c>/farms</c>.</summary>
internal static class FarmsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var farms = api.MapGroup("/farms").WithTags("Farms");
        farms.MapGet("", List).Operation("farmsList", "List farms", "The farms that this caller belongs to, by name.", new NeedsSignInAttribute())
            .Produces<ApiPage<FarmEntry>>();
        farms.MapGet("/{farmId}", Get).Operation("farmsGet", "Get a farm", "With sums over its rigs.", new NeedsFarmAttribute(FarmLevel.Viewer))
            .Produces<FarmAnswer>();
    }

    static async Task<IResult> List(HttpContext http, IFarmAccess access, [AsParameters] PageQuery page)
    {
        var farms = (await access.FarmsAsync(http.User)).Select(static f => new FarmEntry(f.FarmId, f.Name, f.Level));
        return ApiPage.TryCut(farms, "name", static f => f.Name.ToUpperInvariant(), static f => f.Id, page, out var cut)
            ? TypedResults.Ok(cut)
            : ApiProblem.Invalid(PageQuery.Complaint);
    }

    static async Task<IResult> Get(HttpContext http, IGrainFactory grains, string farmId) =>
        await grains.GetGrain<IFarmGrain>(farmId).GetView() is { } farm
            ? TypedResults.Ok(new FarmAnswer(farm.FarmId, farm.Name, http.Granted().Level, FarmSums.Of(farm.Totals)))
            : ApiProblem.NotFound();
}
