using BloxOs.Web.Access;
using BloxOs.Web.Api;

namespace BloxOs.Web.Security;

/// <summary>What every request goes through.</summary>
public static class SecurityExtensions
{
    /// <summary>
    /// Headers, compression of pages, errors without insides, refusal of other sites, routing, the way to the set-up, then who it is and what he may. Call it first, before any
    /// Map or Use of pages; static files are endpoints after it (<c>MapStaticAssets().AllowAnonymous()</c>). Forwarded headers go before it.
    /// </summary>
    public static WebApplication UseBloxOsSecurity(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = ErrorAnswers.OnExceptionAsync, AllowStatusCode404Response = true });
        app.UseStatusCodePages(ErrorAnswers.OnStatusAsync);
        app.UseWebSockets();
        app.UseMiddleware<RequestGuard>();
        app.UseRouting();
        app.UseMiddleware<ApiDoor>();
        app.UseMiddleware<SetupRedirect>();
        app.UseAuthentication();
        app.UseMiddleware<ApiRateLimit>();
        app.UseMiddleware<PageRateLimit>();
        app.UseAuthorization();
        app.UseBloxOsAccess();
        app.UseMiddleware<IdempotentRequests>();
        return app;
    }
}
