using Microsoft.AspNetCore.Authentication.Cookies;

namespace BloxOs.Web.Accounts;

/// <summary>
/// The session cookie has two names: <c>__Host-bloxos</c> over HTTPS, which no other host and no plain page can set, and <c>bloxos</c> over
/// plain HTTP, where a browser refuses the prefix. Each is read only on its own scheme.
/// </summary>
internal sealed class SchemeCookies : ICookieManager
{
    public const string PlainName = "bloxos";
    public const string SecureName = "__Host-bloxos";

    readonly ChunkingCookieManager _inner = new();

    public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, Name(context));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _inner.AppendResponseCookie(context, Name(context), value, For(context, options));

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _inner.DeleteCookie(context, Name(context), For(context, options));

    static string Name(HttpContext context) => context.Request.IsHttps ? SecureName : PlainName;

    static CookieOptions For(HttpContext context, CookieOptions options)
    {
        options.Secure = context.Request.IsHttps;
        options.Path = "/";
        options.Domain = null;
        return options;
    }
}
