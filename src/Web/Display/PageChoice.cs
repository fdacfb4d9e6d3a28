namespace BloxOs.Web.Display;

/// <summary>Something of the look that this browser chose, in a cookie that holds nothing else. The first choice is what nobody chose.</summary>
/// <param name="cookie">The cookie.</param>
/// <param name="unmarked">The choice that needs no mark on the page.</param>
/// <param name="all">The choices and what they are called.</param>
internal sealed class PageChoice(string cookie, string unmarked, params (string Value, string Title)[] all)
{
    static readonly TimeSpan s_life = TimeSpan.FromDays(365);

    /// <summary>Dark, light, or as the system has it: <c>data-theme</c>, with none the system decides.</summary>
    public static PageChoice Theme { get; } = new("bloxos-theme", "system", ("dark", "Dark"), ("light", "Light"), ("system", "As the system"));

    /// <summary>How high rows of rigs are: <c>data-density</c>.</summary>
    public static PageChoice Rows { get; } = new("bloxos-rows", "dense", ("dense", "Dense"), ("roomy", "Roomy"));

    /// <summary>What the navigation at the side shows: <c>data-rail</c>.</summary>
    public static PageChoice Rail { get; } = new("bloxos-rail", "closed", ("closed", "Symbols"), ("open", "Symbols and names"));

    /// <summary>The choices and what they are called.</summary>
    public IReadOnlyList<(string Value, string Title)> All => all;

    /// <summary>What was chosen; the first when nothing was, or nothing that exists.</summary>
    public string Chosen(HttpContext http) => http.Request.Cookies[cookie] is { } value && Has(value) ? value : all[0].Value;

    /// <summary>For the mark on the page; null for the choice that needs none.</summary>
    public string? Attribute(HttpContext http) => Chosen(http) is var chosen && chosen == unmarked ? null : chosen;

    /// <summary>Whether there is such a choice.</summary>
    public bool Has(string value) => all.Any(one => one.Value == value);

    /// <summary>Keeps a choice in this browser.</summary>
    /// <exception cref="ArgumentException">There is no such choice.</exception>
    public void Choose(HttpContext http, string value)
    {
        if (!Has(value)) { throw new ArgumentException("There is no such choice.", nameof(value)); }
        http.Response.Cookies.Append(cookie, value, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = s_life, IsEssential = true });
    }
}
