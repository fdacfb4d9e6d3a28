using BloxOs.Web.Accounts;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Security;

/// <summary>While there is no owner, every page leads to the set-up.</summary>
internal sealed class SetupRedirect(RequestDelegate next)
{
    public const string SetupPath = "/setup";

    public async Task InvokeAsync(HttpContext context, SetupGate gate)
    {
        var page = context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>();
        if (page is not null && !IsSetup(context.Request.Path) && await gate.IsOpenAsync(context.RequestAborted))
        {
            context.Response.Redirect(SetupPath);
            return;
        }
        await next(context);
    }

    static bool IsSetup(PathString path) => path.StartsWithSegments(SetupPath, StringComparison.OrdinalIgnoreCase);
}
