using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;

namespace BloxOs.Web.Api;

/// <summary><c>/farms</c>.</summary>
internal static class FarmsApi
{
    const int MaxFarms = 1_000;

    public static void Map(RouteGroupBuilder api)
    {
        var farms = api.MapGroup("/farms").WithTags("Farms");
        farms.MapGet("", List).Operation("farmsList", "List farms", "The farms that this caller belongs to, by name; all farms for an administrator.", new NeedsSignInAttribute())
            .Produces<ApiPage<FarmEntry>>();
        farms.MapPost("", Create).Operation("farmsCreate", "Create a farm", "It belongs to the caller. A key needs the scope manage and must be for all farms.", new NeedsSignInAttribute())
            .Repeatable().TakesBody().Produces<FarmAnswer>(StatusCodes.Status201Created);
        farms.MapGet("/{farmId}", Get).Operation("farmsGet", "Get a farm", "With sums over its rigs. The ETag stands for what people set.", new NeedsFarmAttribute(FarmLevel.Viewer))
            .Produces<FarmAnswer>();
        farms.MapPatch("/{farmId}", Change).Operation("farmsChange", "Change a farm", "What is left out stays. With If-Match only when it is still as it was read.", new NeedsFarmAttribute(FarmLevel.Manager))
            .TakesBody().Problems(409, 412).Produces<FarmAnswer>();
        farms.MapDelete("/{farmId}", Delete).Operation("farmsDelete", "Delete a farm", "For everybody, with its rigs, whose tokens are dead. Its name is asked for.", new NeedsFarmAttribute(FarmLevel.Owner))
            .Problems(409, 412).Produces(StatusCodes.Status204NoContent);
    }

    static async Task<IResult> List(HttpContext http, IFarmAccess access, [AsParameters] PageQuery page)
    {
        var farms = (await access.FarmsAsync(http.User)).Select(static f => new FarmEntry(f.FarmId, f.Name, f.Level));
        return ApiPage.TryCut(farms, "name", static f => f.Name.ToUpperInvariant(), static f => f.Id, page, out var cut)
            ? TypedResults.Ok(cut)
            : ApiProblem.Invalid(PageQuery.Complaint);
    }

    static async Task<IResult> Create(HttpContext http, IGrainFactory grains, IAuditTrail audit, FarmInput input)
    {
        var caller = http.Granted().Caller;
        if (caller.Cap < FarmLevel.Manager || caller.Farms is not null) { return ApiProblem.Of(StatusCodes.Status403Forbidden, "This key or account cannot create farms."); }
        FarmSettings settings;
        try
        {
            settings = new FarmSettings
            {
                Name = input.Name,
                PricePerKilowattHour = input.PricePerKilowattHour,
                Currency = input.Currency,
                TimeZone = input.TimeZone ?? FarmSettings.DefaultTimeZone,
                Tags = [.. input.Tags ?? []],
            }.Checked();
        }
        catch (ArgumentException wrong) { return ApiProblem.Invalid(wrong.Message); }
        if ((await grains.GetGrain<IUserGrain>(caller.UserId).GetFarms()).Length >= MaxFarms) { return ApiProblem.Of(StatusCodes.Status409Conflict, $"You have {MaxFarms} farms, which is the most."); }

        string farmId = OpaqueId.New();
        var farm = grains.GetGrain<IFarmGrain>(farmId);
        var draft = new AuditDraft("farm.create") { FarmId = farmId, Target = settings.Name, Changes = [new AuditChange("name", null, settings.Name)] };
        await audit.DoAsync(http, draft, async () =>
        {
            await farm.Create(settings.Name, caller.UserId);
            await farm.ChangeSettings(settings with { Version = (await farm.GetSettings())?.Version ?? 0 });
        });
        return await AnswerAsync(http, farm, caller.Cap, made => TypedResults.Created($"{ApiPath.Root}/farms/{farmId}", made));
    }

    static Task<IResult> Get(HttpContext http, IGrainFactory grains, string farmId) =>
        AnswerAsync(http, grains.GetGrain<IFarmGrain>(farmId), http.Granted().Level, TypedResults.Ok);

    static async Task<IResult> Change(HttpContext http, IGrainFactory grains, IAuditTrail audit, string farmId, FarmPatchInput input)
    {
        var farm = grains.GetGrain<IFarmGrain>(farmId);
        var failed = await ApiChange.DoAsync<FarmSettings>(
            http,
            async () => await farm.GetSettings() is { } settings ? (settings, settings.Version) : null,
            async settings =>
            {
                FarmSettings wanted;
                try { wanted = input.On(settings).Checked(); }
                catch (ArgumentException wrong) { return (ApiProblem.Invalid(wrong.Message), ChangeResult.NotFound); }
                var draft = new AuditDraft("farm.settings") { FarmId = farmId, Target = settings.Name, Changes = FarmChanges.Of(settings, wanted) };
                if (draft.Changes.Count == 0) { return (null, ChangeResult.Done(settings.Version)); }
                return (null, await audit.DoAsync(http, draft, () => farm.ChangeSettings(wanted), ApiChange.Refusal));
            });
        return failed ?? await AnswerAsync(http, farm, http.Granted().Level, TypedResults.Ok);
    }

    static async Task<IResult> Delete(HttpContext http, IGrainFactory grains, IAuditTrail audit, string farmId, string name)
    {
        var farm = grains.GetGrain<IFarmGrain>(farmId);
        var failed = await ApiChange.DoAsync<FarmSettings>(
            http,
            async () => await farm.GetSettings() is { } settings ? (settings, settings.Version) : null,
            async settings =>
            {
                var draft = new AuditDraft("farm.delete") { FarmId = farmId, Target = settings.Name };
                return (null, await audit.DoAsync(http, draft, () => farm.Delete(name, ApiChange.Read(http, settings.Version)), ApiChange.Refusal));
            });
        return failed ?? TypedResults.NoContent();
    }

    static async Task<IResult> AnswerAsync(HttpContext http, IFarmGrain farm, FarmLevel level, Func<FarmAnswer, IResult> result)
    {
        if (await farm.GetView() is not { } view || await farm.GetSettings() is not { } settings) { return ApiProblem.NotFound(); }
        ApiChange.Tag(http, settings.Version);
        return result(FarmAnswer.Of(view, settings, level));
    }
}
