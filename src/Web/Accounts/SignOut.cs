using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>Ends the session of this browser, and has it forget what it kept of our pages.</summary>
internal static class SignOut
{
    public const string Path = "/sign-out";

    public static async Task HandleAsync(HttpContext context, IAntiforgery antiforgery, SignInManager<Account> signIn, IAuditTrail audit)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        await audit.DoAsync(context, new("user.sign-out"), signIn.SignOutAsync);
        // Not "cookies": that would end the sessions of other services under the same domain.
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        context.Response.Redirect("/sign-in");
    }
}
