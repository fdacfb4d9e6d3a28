using BloxOs.Web.Access;
using BloxOs.Web.Accounts;

namespace BloxOs.Web.Api;

/// <summary>Sends callers away that call too often, and tells the others how far they are. Where a call comes from is known by now, and who calls.</summary>
internal sealed class ApiRateLimit(RequestDelegate next, ApiRates rates)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!ApiPath.IsApi(context) && !ApiPath.IsDocumentForProgram(context)) { return next(context); }
        var (kind, who) = Class(context);
        var (wait, left) = rates.Take(kind, who);
        context.Response.OnStarting(() => Tell(context.Response.Headers, kind, left, wait));
        if (wait is null) { return next(context); }
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return Task.CompletedTask;
    }

    /// <summary>Under which name calls of this address without a valid key are counted.</summary>
    public static string Address(HttpContext context) => NetworkAddress.Of(context.Connection.RemoteIpAddress);

    static (ApiRateClass Kind, string Who) Class(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsAttribute>() is NeedsNobodyAttribute) { return (ApiRateClass.SignIn, Address(context)); }
        if (Caller.Of(context.User) is not { } caller) { return (ApiRateClass.Anonymous, Address(context)); }
        string method = context.Request.Method;
        return (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? ApiRateClass.Read : ApiRateClass.Write, caller.KeyId ?? caller.UserId);
    }

    /// <summary>The fields of the IETF draft "RateLimit header fields for HTTP", and Retry-After.</summary>
    Task Tell(IHeaderDictionary headers, ApiRateClass kind, long left, TimeSpan? wait)
    {
        var rate = rates.Of(kind);
        string name = kind.ToString().ToLowerInvariant();
        headers["RateLimit-Policy"] = $"\"{name}\";q={rate.Calls};w={(int)rate.Window.TotalSeconds}";
        headers["RateLimit"] = $"\"{name}\";r={left}";
        if (wait is { } time) { headers.RetryAfter = $"{Math.Max(1, (int)Math.Ceiling(time.TotalSeconds))}"; }
        return Task.CompletedTask;
    }
}
