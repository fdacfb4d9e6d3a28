using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.Commands;

namespace BloxOs.Web.Api;

/// <summary><c>/rigs/{rigId}/desired</c>.</summary>
internal static class DesiredApi
{
    const string NotForWallets = "A pool or wallet that this rig does not have yet needs an API key that was made for wallets, or an access token whose password was entered less than ten minutes ago.";

    public static void Map(RouteGroupBuilder api)
    {
        var desired = api.MapGroup("/rigs/{rigId}/desired").WithTags("Commands");
        desired.MapGet("", Get).Operation("desiredGet", "Get what a rig is to do", "And what it made of it. Passwords are never shown. The ETag is the revision.", new NeedsRigAttribute(FarmLevel.Operator))
            .Produces<DesiredAnswer>();
        desired.MapPut("", Put).Operation("desiredSet", "Set what a rig is to do", "All of it; it goes on with that also without the server. With If-Match only when it is still as it was read. Other pools or wallets than the rig has need a key made for wallets, or a fresh access token.", new NeedsRigAttribute(FarmLevel.Manager))
            .TakesBody().Problems(409, 412).Produces<DesiredAnswer>();
    }

    static async Task<IResult> Get(HttpContext http, IGrainFactory grains, string rigId) => await AnswerAsync(http, grains.GetGrain<IRigGrain>(rigId));

    static async Task<IResult> Put(HttpContext http, IGrainFactory grains, WorkDesk desk, Gate gate, string rigId, DesiredInput input)
    {
        bool forWallets = gate.MayChangeWallets(http.Granted().Caller);
        var rig = grains.GetGrain<IRigGrain>(rigId);
        var failed = await ApiChange.DoAsync<WantedWork>(
            http,
            async () => await rig.GetOrders() is { } orders ? (orders.Wanted, orders.Wanted.Revision) : null,
            async before =>
            {
                try
                {
                    var wanted = input.Over(before, desk);
                    if (await desk.RefusalAsync(http, wanted) is { } refusal) { return (ApiProblem.Invalid(refusal), ChangeResult.NotFound); }
                    if (!forWallets && WorkDesk.HasNewPools(before, wanted)) { return (ApiProblem.Of(StatusCodes.Status403Forbidden, NotForWallets), ChangeResult.NotFound); }
                    return (null, await desk.SaveAsync(http, before, wanted));
                }
                catch (ArgumentException wrong) { return (ApiProblem.Invalid(wrong.Message), ChangeResult.NotFound); }
            });
        return failed ?? await AnswerAsync(http, rig);
    }

    static async Task<IResult> AnswerAsync(HttpContext http, IRigGrain rig)
    {
        if (await rig.GetOrders() is not { } orders) { return ApiProblem.NotFound(); }
        ApiChange.Tag(http, orders.Wanted.Revision);
        return TypedResults.Ok(DesiredAnswer.Of(orders));
    }
}
