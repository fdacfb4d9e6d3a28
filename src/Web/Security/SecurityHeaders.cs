using Microsoft.AspNetCore.StaticAssets;

namespace BloxOs.Web.Security;

/// <summary>Headers on every response, also on errors: what a browser may load, whom it tells, what it may keep.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>Own files only; no inline script or style. <c>'self'</c> covers the WebSocket of the own host.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    const string StrictTransport = "max-age=31536000; includeSubDomains";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state => Write((HttpContext)state), context);
        return next(context);
    }

    static Task Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (context.Request.IsHttps) { headers.StrictTransportSecurity = StrictTransport; }
        if (!IsFile(context)) { headers.CacheControl = "no-store"; }
        return Task.CompletedTask;
    }

    /// <summary>Files of the product are the same for everybody; all else is a person's or changes.</summary>
    static bool IsFile(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        || (context.Response.Headers.LastModified.Count > 0 && context.User.Identity?.IsAuthenticated != true);
}
