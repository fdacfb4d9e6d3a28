using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace BloxOs.Web.Pages;

/// <summary>The longest form of any page; pages may take less. One that says itself that it is longer is answered at once with 413.</summary>
internal sealed class FormSizeLimit : IAuthorizationFilter, IOrderedFilter
{
    /// <summary>Most bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Before the antiforgery check, which reads the form.</summary>
    public int Order => 800;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        if (context.HttpContext.Request.ContentLength > MaxBytes) { context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge); }
        else if (context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) { size.MaxRequestBodySize = MaxBytes; }
    }
}
