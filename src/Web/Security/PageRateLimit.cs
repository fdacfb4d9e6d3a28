using BloxOs.Web.Access;
using BloxOs.Web.Api;

namespace BloxOs.Web.Security;

/// <summary>Sends signed-in people away whose browser changes things faster than anybody clicks. Who has not signed in is slowed down by the forms for it, programs by the API's limits.</summary>
internal sealed class PageRateLimit(RequestDelegate next, ApiRates rates)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (IsSafe(context.Request.Method) || ApiPath.IsApi(context) || Caller.Of(context.User) is not { } caller) { return next(context); }
        if (rates.Take(ApiRateClass.Page, caller.UserId).Wait is not { } wait) { return next(context); }
        // The page of the error says so; htmx shows it in the form's place, as any other refusal.
        context.Response.Headers.RetryAfter = $"{Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))}";
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return Task.CompletedTask;
    }

    static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
