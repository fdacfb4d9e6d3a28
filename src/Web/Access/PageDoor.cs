using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace BloxOs.Web.Access;

/// <summary>Asks the gate for page handlers.</summary>
internal sealed class PageDoor(Gate gate) : IAsyncPageFilter
{
    /// <summary>Where a password is entered again.</summary>
    public const string ConfirmPath = "/account/confirm";

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        var (needs, fresh) = NeedsOf(context.HandlerMethod?.MethodInfo, context.HandlerInstance.GetType());
        var answer = await gate.AskAsync(needs, fresh, http.User, name => IdOf(http, name));
        if (answer.Granted is { } granted) { http.Features.Set(granted); }
        context.Result = answer.Verdict switch
        {
            GateVerdict.Open => null,
            GateVerdict.SignIn => new ChallengeResult(),
            GateVerdict.NotFound => new NotFoundResult(),
            GateVerdict.Confirm => Confirm(http),
            _ => new StatusCodeResult(StatusCodes.Status403Forbidden),
        };
        if (context.Result is null) { await next(); }
    }

    /// <summary>What a handler needs: its own word, else its page's.</summary>
    public static (NeedsAttribute? Needs, bool Fresh) NeedsOf(MethodInfo? handler, Type page) => (
        handler?.GetCustomAttribute<NeedsAttribute>() ?? page.GetCustomAttribute<NeedsAttribute>(),
        handler?.GetCustomAttribute<NeedsFreshSignInAttribute>() is not null || page.GetCustomAttribute<NeedsFreshSignInAttribute>() is not null);

    /// <summary>The same place that the handler's parameter is bound from: the form goes before the route there, so a call that names two is refused.</summary>
    static string? IdOf(HttpContext http, string name)
    {
        string?[] named = [http.Request.RouteValues[name] as string, http.Request.HasFormContentType ? http.Request.Form[name].ToString() : null, http.Request.Query[name].ToString()];
        var different = named.Where(n => !string.IsNullOrEmpty(n)).Distinct(StringComparer.Ordinal).ToList();
        return different.Count == 1 ? different[0] : null;
    }

    static IActionResult Confirm(HttpContext http)
    {
        // A form that was posted is lost: its page is where it starts again.
        string back = HttpMethods.IsGet(http.Request.Method) ? http.Request.Path + http.Request.QueryString : http.Request.Path;
        string to = $"{ConfirmPath}?returnUrl={Uri.EscapeDataString(back)}";
        if (!http.Request.Headers.ContainsKey("HX-Request")) { return new RedirectResult(to); }
        http.Response.Headers["HX-Redirect"] = to;
        return new StatusCodeResult(StatusCodes.Status403Forbidden);
    }
}
