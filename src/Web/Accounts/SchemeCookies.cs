using Microsoft.AspNetCore.Authentication.Cookies;

namespace BloxOs.Web.Accounts;

/// <summary>
/// A cookie of ours has two names, such as the session's: <c>__Host-bloxos</c> over HTTPS, which no other host and no plain page can set, and <c>bloxos</c> over
/// plain HTTP, where a browser refuses the prefix. Each is read only on its own scheme.
/// </summary>
internal sealed class SchemeCookies(string name = SchemeCookies.PlainName) : ICookieManager
{
    public const string PlainName = "bloxos";

    /// <summary>Before the name over HTTPS.</summary>
    public const string SecurePrefix = "__Host-";

    readonly ChunkingCookieManager _inner = new();

    public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, NameFor(context));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _inner.AppendResponseCookie(context, NameFor(context), value, For(context, options));

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _inner.DeleteCookie(context, NameFor(context), For(context, options));

    string NameFor(HttpContext context) => context.Request.IsHttps ? SecurePrefix + name : name;

    static CookieOptions For(HttpContext context, CookieOptions options)
    {
        options.Secure = context.Request.IsHttps;
        options.Path = "/";
        options.Domain = null;
        return options;
    }
}
