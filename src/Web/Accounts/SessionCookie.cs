using System.Globalization;
using BloxOs.Web.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace BloxOs.Web.Accounts;

/// <summary>How long a session lasts, and whether it still holds: asked of the user's grain at each request.</summary>
internal sealed class SessionCookie(SessionCheck sessions, TimeProvider time) : CookieAuthenticationEvents
{
    /// <summary>A session that nobody uses ends after this.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>Any session ends after this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    const string StartedAt = "bloxos.started";

    public override Task SigningIn(CookieSigningInContext context)
    {
        context.Properties.Items.TryAdd(StartedAt, time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (IsYoung(context.Properties) && await sessions.UseAsync(context.Principal, context.HttpContext.RequestAborted)) { return; }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (request.Headers.ContainsKey("HX-Request"))
        {
            context.Response.Headers["HX-Redirect"] = context.Options.LoginPath.Value;
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (!request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            bool comesFresh = request.Path == "/" && !request.QueryString.HasValue;
            context.Response.Redirect(!HttpMethods.IsGet(request.Method) ? context.Options.LoginPath.Value! : comesFresh ? LandingModel.Path : context.RedirectUri);
        }
        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    bool IsYoung(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(StartedAt, out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds) < Longest;
}
