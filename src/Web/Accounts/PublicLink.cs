using BloxOs.Silo.Settings;

namespace BloxOs.Web.Accounts;

/// <summary>Links that leave the page: to the configured address when there is one, whatever a request calls this host.</summary>
internal static class PublicLink
{
    /// <summary>An absolute link.</summary>
    public static string To(AccountSettings settings, HttpContext http, string path) =>
        settings.PublicUrl is { } url ? url.ToString().TrimEnd('/') + path : $"{http.Request.Scheme}://{http.Request.Host}{path}";
}
