using BloxOs.Web.Accounts;
using Microsoft.AspNetCore.Antiforgery;

namespace BloxOs.Web.Security;

/// <summary>The antiforgery cookie, named after the scheme as <see cref="SchemeCookies"/> does it.</summary>
internal sealed class FormCookie(IHttpContextAccessor http) : CookieBuilder
{
    const string PlainName = "bloxos-form";

    public override string? Name
    {
        get => http.HttpContext?.Request.IsHttps == true ? SchemeCookies.SecurePrefix + PlainName : PlainName;
        set { }
    }

    /// <summary>Puts it in the place of the framework's.</summary>
    public static void Configure(AntiforgeryOptions options, IHttpContextAccessor http)
    {
        options.Cookie = new FormCookie(http) { HttpOnly = true, SameSite = SameSiteMode.Strict, SecurePolicy = CookieSecurePolicy.SameAsRequest, Path = "/", IsEssential = true };
        options.SuppressXFrameOptionsHeader = true;   // the content security policy says it
    }
}
