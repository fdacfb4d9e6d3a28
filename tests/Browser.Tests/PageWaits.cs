using System.Text.RegularExpressions;
using BloxOs.TestServers;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>
/// Waits for pages by looking at them. Playwright's own waits for an address or a load look first and listen then: a load event that comes in between, which happens once in a hundred tests, is
/// waited for until the time is over.
/// </summary>
public static class PageWaits
{
    /// <summary>Waits until a page is there whole: with its style sheets and what is deferred.</summary>
    public static Task LoadedAsync(this IPage page) => page.ArrivedAsync(static _ => true);

    /// <summary>Waits until a page with this address is there whole.</summary>
    /// <param name="page">The window.</param>
    /// <param name="isThere">Given the full address.</param>
    public static Task ArrivedAsync(this IPage page, Func<string, bool> isThere)
        => Eventually.CostlyAsync(async () => await AddressAsync(page) is { Length: > 0 } address && isThere(address), what: $"the page; the last was {page.Url}");

    /// <inheritdoc cref="ArrivedAsync(IPage, Func{string, bool})"/>
    /// <param name="page">The window.</param>
    /// <param name="address">The full address; ** stands for anything, * for anything within a part of the path.</param>
    public static Task ArrivedAsync(this IPage page, string address)
    {
        var pattern = new Regex("^" + Regex.Escape(address).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$", RegexOptions.CultureInvariant);
        return page.ArrivedAsync(pattern.IsMatch);
    }

    /// <summary>Empty between two pages, and while one loads.</summary>
    private static async Task<string> AddressAsync(IPage page)
    {
        try { return await page.EvaluateAsync<string>("document.readyState === 'complete' ? location.href : ''"); }
        catch (PlaywrightException gone) when (gone.Message.Contains("Execution context was destroyed", StringComparison.Ordinal)) { return ""; }
    }
}
