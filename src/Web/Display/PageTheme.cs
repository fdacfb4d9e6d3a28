namespace BloxOs.Web.Display;

/// <summary>Dark, light, or as the system has it: what this browser chose, in a cookie that holds nothing else.</summary>
internal static class PageTheme
{
    /// <summary>The cookie.</summary>
    public const string Cookie = "bloxos-theme";

    /// <summary>The choices and what they are called.</summary>
    public static IReadOnlyList<(string Value, string Title)> All { get; } = [("dark", "Dark"), ("light", "Light"), ("system", "As the system")];

    static readonly TimeSpan s_life = TimeSpan.FromDays(365);

    /// <summary>What was chosen; dark when nothing was, or nothing that exists.</summary>
    public static string Chosen(HttpContext http) =>
        http.Request.Cookies[Cookie] is { } value && All.Any(one => one.Value == value) ? value : All[0].Value;

    /// <summary>For <c>data-theme</c> of the page; null leaves it to the system.</summary>
    public static string? Attribute(HttpContext http) => Chosen(http) is "system" ? null : Chosen(http);

    /// <summary>Keeps a choice in this browser; false when there is no such choice.</summary>
    public static bool TryChoose(HttpContext http, string? value)
    {
        if (value is null || All.All(one => one.Value != value)) { return false; }
        http.Response.Cookies.Append(Cookie, value, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = s_life, IsEssential = true });
        return true;
    }
}
