using BloxOs.Browser.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace BloxOs.Browser.Tests;

/// <summary>Debian's Chromium, one for all tests of the assembly.</summary>
public sealed class Chromium : IAsyncLifetime
{
    const string Executable = "/usr/bin/chromium";

    /// <summary>How long a click, a page or an element is waited for, ms: a loaded machine is slow, and what comes sooner costs nothing.</summary>
    const float Patience = 90_000;

    IPlaywright? _playwright;
    IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A person at a screen: cookies of his own.</summary>
    public async Task<Visitor> VisitAsync(Uri server, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Dark, bool javaScript = true, string? timeZone = null, string? userAgent = null)
    {
        var context = await _browser!.NewContextAsync(new() { BaseURL = server.ToString(), ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, JavaScriptEnabled = javaScript, TimezoneId = timeZone, UserAgent = userAgent });
        context.SetDefaultTimeout(Patience);
        return new(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) { await _browser.DisposeAsync(); }
        _playwright?.Dispose();
    }
}
