using System.Net;
using BloxOs.Web.Tests.Accounts;

namespace BloxOs.Web.Tests.Security;

public sealed class RequestGuardTests
{
    [Fact, Trait("check", "48")]
    public async Task Trace_and_unheard_of_methods_are_refused()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        foreach (var method in new[] { "TRACE", "TRACK", "PROPFIND" })
        {
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.SendAsync(new(method), "/sign-in", [])).StatusCode);
        }
    }

    [Theory, Trait("check", "16"), Trait("check", "19"), Trait("bad-input", "93")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    public async Task A_post_from_another_site_is_refused_though_its_token_is_right(string header, string value)
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        var token = Browser.Token(await browser.ReadAsync(await browser.GetAsync("/sign-in")));
        (string, string)[] fields = [("Email", AccountsHost.Email), ("Password", AccountsHost.Password), ("__RequestVerificationToken", token)];

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(HttpMethod.Post, "/sign-in", fields, (header, value))).StatusCode);
        var own = host.Http.GetLeftPart(UriPartial.Authority);
        var allowed = await browser.SendAsync(HttpMethod.Post, "/sign-in", fields, ("Origin", own), ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal(HttpStatusCode.Redirect, allowed.StatusCode);
    }

    [Fact, Trait("check", "20")]
    public async Task The_live_hub_opens_only_to_pages_of_this_host()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = await SessionTests.SignedInAsync(host);
        var own = host.Http.GetLeftPart(UriPartial.Authority);
        (string, string)[] upgrade = [("Upgrade", "websocket"), ("Connection", "Upgrade")];

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(HttpMethod.Get, "/live", [], [.. upgrade, ("Origin", "http://evil.example")])).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(HttpMethod.Get, "/live", [], upgrade)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(HttpMethod.Get, "/live", [], ("Origin", "http://evil.example"))).StatusCode);
        // The upgrade of this client is not complete, so the hub itself refuses it.
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync(HttpMethod.Get, "/live", [], [.. upgrade, ("Origin", own)])).StatusCode);
    }
}
