using System.Globalization;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.Commands;

namespace BloxOs.Web.Api;

/// <summary><c>/rigs/{rigId}/commands</c>.</summary>
internal static class CommandsApi
{
    const string TooFar = "This command needs the level manager in the rig's farm.";

    const string WrongWait = "expiresInSeconds is 10 to 604800.";

    public static void Map(RouteGroupBuilder api)
    {
        var commands = api.MapGroup("/rigs/{rigId}/commands").WithTags("Commands");
        commands.MapGet("", List).Operation("commandsList", "List a rig's commands", "Those that wait and the last 100 that are over, newest first. An output of over 200 characters stands only in the command by itself.", new NeedsRigAttribute(FarmLevel.Viewer))
            .Produces<ApiPage<CommandView>>();
        commands.MapPost("", Order).Operation("commandsGive", "Give a command", "It is saved before the answer, sent at once or when the rig comes, and carried out at most once.", new NeedsRigAttribute(FarmLevel.Operator))
            .Repeatable().TakesBody().Produces<CommandView>(StatusCodes.Status201Created);
        commands.MapGet("/{commandId}", Get).Operation("commandsGet", "Get a command", "With what the rig said about it.", new NeedsRigAttribute(FarmLevel.Viewer))
            .Produces<CommandView>();
        commands.MapDelete("/{commandId}", Cancel).Operation("commandsCancel", "Cancel a command", "One that still waits for its rig; what was sent cannot be taken back.", new NeedsRigAttribute(FarmLevel.Operator))
            .Problems(409).Produces<CommandView>();
        api.MapPost("/farms/{farmId}/commands", OrderMany).WithTags("Commands")
            .Operation("commandsGiveMany", "Give a command to many rigs", "To 1 to 500 rigs of a farm. When one is named twice or is not in the farm, nothing is ordered; after that each rig has a result of its own.", new NeedsFarmAttribute(FarmLevel.Operator))
            .Repeatable().TakesBody().Produces<BulkCommandView>();
    }

    static async Task<IResult> List(IGrainFactory grains, string rigId, [AsParameters] PageQuery page)
    {
        if (await grains.GetGrain<IRigGrain>(rigId).GetOrders() is not { } orders) { return ApiProblem.NotFound(); }
        return ApiPage.TryCut(orders.Commands.Select(CommandView.Of), "-createdAt", static c => c.CreatedAt.UtcTicks.ToString("D19", CultureInfo.InvariantCulture), static c => c.Id, page, out var cut)
            ? TypedResults.Ok(cut)
            : ApiProblem.Invalid(PageQuery.Complaint);
    }

    static async Task<IResult> Get(IGrainFactory grains, string rigId, string commandId) =>
        await grains.GetGrain<IRigGrain>(rigId).GetCommand(commandId) is { } command
            ? TypedResults.Ok(CommandView.Of(command))
            : ApiProblem.NotFound();

    static async Task<IResult> Order(HttpContext http, CommandDesk desk, string rigId, CommandInput input)
    {
        if (!http.Granted().May(CommandWords.Needed(input.Kind))) { return ApiProblem.Of(StatusCodes.Status403Forbidden, TooFar); }
        if (CommandDesk.Complaint(input.Kind, input.Instance, input.Version) is { } complaint) { return ApiProblem.Invalid(complaint); }
        if (WaitOf(input.ExpiresInSeconds) is not { } wait) { return ApiProblem.Invalid(WrongWait); }
        var answer = await desk.OrderAsync(http, input.Kind, input.Instance, input.Version, wait);
        return answer.Command is { } command
            ? TypedResults.Created($"{ApiPath.Root}/rigs/{rigId}/commands/{command.CommandId}", CommandView.Of(command))
            : Problem(answer);
    }

    static async Task<IResult> OrderMany(HttpContext http, BulkDesk desk, BulkCommandInput input)
    {
        if (!http.Granted().May(CommandWords.Needed(input.Kind))) { return ApiProblem.Of(StatusCodes.Status403Forbidden, TooFar); }
        if (WaitOf(input.ExpiresInSeconds) is not { } wait) { return ApiProblem.Invalid(WrongWait); }
        var answer = await desk.OrderAsync(http, input.Rigs, new(input.Kind, input.Instance, input.Version, wait));
        return answer.Complaint is not { } complaint ? TypedResults.Ok(BulkCommandView.Of(answer))
            : answer.Missing ? ApiProblem.Of(StatusCodes.Status404NotFound, complaint)
            : ApiProblem.Invalid(complaint);
    }

    static TimeSpan? WaitOf(int? expiresInSeconds)
    {
        var wait = expiresInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : CommandWords.UsualWait;
        return wait < CommandLimits.LeastWait || wait > CommandLimits.LongestWait ? null : wait;
    }

    static async Task<IResult> Cancel(HttpContext http, CommandDesk desk, string rigId, string commandId)
    {
        if (!await desk.MayCancelAsync(http, commandId)) { return ApiProblem.Of(StatusCodes.Status403Forbidden, TooFar); }
        var answer = await desk.CancelAsync(http, commandId);
        return answer.Command is { } command ? TypedResults.Ok(CommandView.Of(command)) : Problem(answer);
    }

    static IResult Problem(CommandAnswer answer) => answer.Outcome == ChangeOutcome.NotFound
        ? ApiProblem.NotFound()
        : ApiProblem.Of(StatusCodes.Status409Conflict, answer.Reason ?? "It breaks a rule.");
}
