using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>BloxOs as an app: it can be installed, and says itself that the server is away.</summary>
public sealed class OfflineTests(Chromium chromium, SharedDemo demo)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_can_be_installed()
    {
        var server = await demo.ServerAsync();
        await using var visitor = await chromium.VisitAsync(server.Url);
        await visitor.Page.GotoAsync("/sign-in");
        string path = (await visitor.Page.GetAttributeAsync("link[rel=manifest]", "href"))!;
        var answer = await visitor.Page.APIRequest.GetAsync(new Uri(server.Url, path).ToString());
        Assert.Equal("application/manifest+json", answer.Headers["content-type"]);
        using var manifest = JsonDocument.Parse(await answer.TextAsync());
        string? Said(string name) => manifest.RootElement.GetProperty(name).GetString();
        Assert.Equal(("BloxOs", "standalone", "/", "/", "/"), (Said("name"), Said("display"), Said("id"), Said("start_url"), Said("scope")));
        string[] icons = [.. manifest.RootElement.GetProperty("icons").EnumerateArray().Select(static icon => $"{icon.GetProperty("sizes").GetString()} {(icon.TryGetProperty("purpose", out var purpose) ? purpose.GetString() : "any")}")];
        Assert.Equal(["192x192 any", "512x512 any", "512x512 maskable"], icons);
        foreach (var icon in manifest.RootElement.GetProperty("icons").EnumerateArray())
        {
            var picture = await visitor.Page.APIRequest.GetAsync(new Uri(server.Url, icon.GetProperty("src").GetString()!).ToString());
            Assert.Equal((200, "image/png"), (picture.Status, picture.Headers["content-type"]));
            byte[] png = await picture.BodyAsync();
            Assert.Equal(icon.GetProperty("sizes").GetString(), $"{BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(16))}x{BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(20))}");
        }
        // What the browser itself says against it, once the worker is there: nothing but that a private window installs no app.
        await using var inside = await demo.OnListAsync(chromium);
        await inside.UntilAsync("navigator.serviceWorker.getRegistration().then(one => one?.active?.state === 'activated')");
        var session = await inside.Page.Context.NewCDPSessionAsync(inside.Page);
        var against = (await session.SendAsync("Page.getInstallabilityErrors"))!.Value.GetProperty("installabilityErrors").EnumerateArray();
        Assert.DoesNotContain(against.Select(static one => one.GetProperty("errorId").GetString()), static id => id != "in-incognito");
        foreach (var (theme, colours) in new[] { ("dark", 1), ("light", 1), ("system", 2) })
        {
            await visitor.Page.Context.AddCookiesAsync([new Cookie { Name = "bloxos-theme", Value = theme, Url = server.Url.ToString() }]);
            await visitor.Page.GotoAsync("/sign-in");
            Assert.Equal(colours, await visitor.Page.Locator("meta[name=theme-color]").CountAsync());
        }
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Without_the_server_it_says_so_keeps_no_page_of_a_person_and_comes_back_by_itself()
    {
        await using var server = await WebServer.StartAsync(Cancellation);
        await using var visitor = await chromium.VisitAsync(server.Url);
        await server.SetUpAsync(visitor);
        await visitor.UntilAsync("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)", seconds: 60);
        await visitor.UntilAsync("caches.keys().then(all => all.length === 1)", seconds: 60);
        await visitor.Page.GotoAsync("/account");
        await visitor.Page.SelectOptionAsync("#theme", "light");
        await visitor.Page.ClickAsync("form[action$='handler=Look'] button");
        await visitor.UntilAsync("document.documentElement.dataset.theme === 'light' && localStorage.getItem('bloxos-theme') === 'light'");
        Assert.Empty(visitor.Complaints);

        await server.StopAsync(Cancellation);
        await visitor.Page.GotoAsync("/account");
        Assert.Contains("BloxOs cannot be reached", await visitor.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("getComputedStyle(document.querySelector('.card')).borderTopWidth === '1px'"), "without its style");
        await visitor.UntilAsync("document.documentElement.dataset.theme === 'light' && document.querySelector('meta[name=theme-color]').content === '#fbfcfb'");   // as this browser's other pages, though nobody's page is kept
        string[] kept = await visitor.Page.EvaluateAsync<string[]>("caches.keys().then(all => Promise.all(all.map(async name => (await (await caches.open(name)).keys()).map(r => new URL(r.url).pathname)))).then(all => all.flat())");
        Assert.Contains("/offline", kept);
        Assert.All(kept, static path => Assert.True(path is "/offline" or "/logo.svg" || path.StartsWith("/css/", StringComparison.Ordinal) || path.StartsWith("/js/", StringComparison.Ordinal) || path.StartsWith("/icons/", StringComparison.Ordinal), path));

        await server.StartAgainAsync(Cancellation);
        await visitor.Page.Locator("h1", new() { HasText = "Account" }).WaitForAsync(new() { Timeout = 60_000 });
    }
}
