using Microsoft.AspNetCore.Http.Features;

namespace BloxOs.Web.Api;

/// <summary>
/// What every call of the API meets first, after routing: no address or method of ours is answered as that and not as a missing sign-in, and a body
/// has a longest length.
/// </summary>
internal sealed class ApiDoor(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!ApiPath.IsApi(context)) { return next(context); }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) { size.MaxRequestBodySize = ApiLimits.MaxBodyBytes; }
        switch (context.GetEndpoint())
        {
            case null:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            case RouteEndpoint:
                return next(context);
            case var refusal:   // routing's own answer: 405 with Allow, or 415
                return refusal.RequestDelegate!(context);
        }
    }
}
