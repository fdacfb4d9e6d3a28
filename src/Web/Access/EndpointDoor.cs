using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.SignalR;

namespace BloxOs.Web.Access;

/// <summary>Asks the gate for endpoints; pages ask at <see cref="PageDoor"/>, where the handler is known, and hubs at <see cref="HubDoor"/>.</summary>
internal sealed class EndpointDoor(RequestDelegate next, Gate gate)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || IsElsewhere(endpoint))
        {
            await next(context);
            return;
        }
        var answer = await gate.AskAsync(
            endpoint.Metadata.GetMetadata<NeedsAttribute>(),
            endpoint.Metadata.GetMetadata<NeedsFreshSignInAttribute>() is not null,
            context.User,
            name => context.Request.RouteValues[name] as string ?? context.Request.Query[name]);
        if (answer.Granted is { } granted) { context.Features.Set(granted); }
        switch (answer.Verdict)
        {
            case GateVerdict.Open: await next(context); break;
            case GateVerdict.SignIn: await context.ChallengeAsync(); break;
            case GateVerdict.NotFound: context.Response.StatusCode = StatusCodes.Status404NotFound; break;
            default: context.Response.StatusCode = StatusCodes.Status403Forbidden; break;
        }
    }

    /// <summary>Static files and health say <see cref="IAllowAnonymous"/> without a need of ours: they concern nobody's things.</summary>
    static bool IsElsewhere(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null
        || endpoint.Metadata.GetMetadata<HubMetadata>() is not null
        || (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && endpoint.Metadata.GetMetadata<NeedsAttribute>() is null);
}
