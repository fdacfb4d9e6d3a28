using BloxOs.Web.Api;

namespace BloxOs.Web.Security;

/// <summary>Refuses what no page of ours sends: TRACE, changes asked for by another site, and WebSockets opened by another site.</summary>
internal sealed class RequestGuard(RequestDelegate next)
{
    /// <summary>The live hub: only pages of this host open it.</summary>
    public const string HubPath = "/live";

    static readonly string[] s_methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "CONNECT"];

    public Task InvokeAsync(HttpContext context)
    {
        if (!s_methods.Contains(context.Request.Method) || (HttpMethods.IsConnect(context.Request.Method) && !context.WebSockets.IsWebSocketRequest))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }
        if (IsChecked(context) && !IsOwn(context))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }
        return next(context);
    }

    static bool IsChecked(HttpContext context) =>
        IsUnsafe(context.Request.Method) || IsUpgrade(context.Request) || ApiPath.IsApi(context)
        || context.Request.Path.StartsWithSegments(HubPath, StringComparison.OrdinalIgnoreCase);

    static bool IsUnsafe(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    static bool IsUpgrade(HttpRequest request) =>
        HttpMethods.IsConnect(request.Method) || request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase);

    static bool IsOwn(HttpContext context)
    {
        var request = context.Request;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is not ("" or "same-origin" or "none")) { return false; }

        var origin = request.Headers.Origin;
        if (origin.Count == 0)
        {
            // Browsers always name the origin of a WebSocket; agents do not, and come by another path.
            return !(IsUpgrade(request) && request.Path.StartsWithSegments(HubPath, StringComparison.OrdinalIgnoreCase));
        }
        return origin.Count == 1 && Uri.TryCreate(origin[0], UriKind.Absolute, out var from) && IsOwnHost(from, request);
    }

    /// <summary>A page over HTTPS may reach us over HTTP behind a proxy that ends TLS; the other way round it is not ours.</summary>
    static bool IsOwnHost(Uri from, HttpRequest request)
    {
        var isHttps = from.Scheme == Uri.UriSchemeHttps;
        if (!isHttps && (from.Scheme != Uri.UriSchemeHttp || request.IsHttps)) { return false; }
        var own = request.Host;
        if (!own.HasValue || !string.Equals(from.IdnHost, own.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)) { return false; }
        return from.Port == (own.Port ?? (isHttps ? 443 : 80));
    }
}
