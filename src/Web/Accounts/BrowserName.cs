namespace BloxOs.Web.Accounts;

/// <summary>A browser as a person knows it, from what it says of itself. For lists only: it proves nothing.</summary>
internal static class BrowserName
{
    // In this order: many name the ones that come later as well.
    static readonly (string Sign, string Name)[] s_browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    static readonly (string Sign, string Name)[] s_systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>Such as <c>Firefox on Linux</c>; words that say so when it names neither.</summary>
    public static string Of(string? userAgent)
    {
        var (browser, system) = (Find(s_browsers, userAgent), Find(s_systems, userAgent));
        return (browser, system) switch
        {
            (null, null) => "Unknown browser",
            (null, _) => $"Unknown browser on {system}",
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }

    static string? Find((string Sign, string Name)[] known, string? text) =>
        text is null ? null : Array.Find(known, one => text.Contains(one.Sign, StringComparison.Ordinal)).Name;
}
