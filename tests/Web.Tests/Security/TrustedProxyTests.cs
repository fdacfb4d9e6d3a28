using System.Net;
using BloxOs.Web.Accounts;
using BloxOs.Web.Tests.Accounts;

namespace BloxOs.Web.Tests.Security;

public sealed class TrustedProxyTests
{
    static readonly (string, string)[] s_headers = [("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example")];

    [Fact, Trait("check", "47"), Trait("bad-input", "80")]
    public async Task Nobody_is_believed_unless_configured()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        Assert.Equal("http 127.0.0.1 False", await FromAsync(browser, s_headers));
    }

    [Fact, Trait("check", "47"), Trait("check", "18")]
    public async Task A_configured_proxy_says_address_and_scheme_and_another_hop_before_it_is_not_believed()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync(proxies: [IPNetwork.Parse("127.0.0.0/8")]);
        using var browser = host.Browse();
        Assert.Equal("https 203.0.113.9 False", await FromAsync(browser, s_headers));
        Assert.Equal("http 203.0.113.9 True", await FromAsync(browser, ("X-Forwarded-For", "198.51.100.1, 203.0.113.9")));

        var answer = await browser.SendAsync(HttpMethod.Get, "/sign-in", [], s_headers);
        Assert.Contains("max-age=", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), static one => one.StartsWith("__Host-bloxos-form=", StringComparison.Ordinal));
    }

    [Fact, Trait("check", "47"), Trait("check", "5")]
    public async Task The_limit_of_a_network_address_counts_who_stands_behind_the_proxy()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync(proxies: [IPNetwork.Parse("127.0.0.1/32")]);
        using var browser = host.Browse();
        for (var tries = 0; tries < AddressLimit.MaxFailures; tries++) { Assert.Equal(HttpStatusCode.BadRequest, (await TryAsync(browser, "203.0.113.9", $"no address {tries}")).StatusCode); }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await TryAsync(browser, "203.0.113.9", AccountsHost.Email)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await TryAsync(browser, "203.0.113.10", AccountsHost.Email)).StatusCode);
    }

    static async Task<HttpResponseMessage> TryAsync(Browser browser, string from, string email)
    {
        var token = Browser.Token(await browser.ReadAsync(await browser.GetAsync("/sign-in")));
        (string, string)[] fields = [("Email", email), ("Password", AccountsHost.Password), ("__RequestVerificationToken", token)];
        return await browser.SendAsync(HttpMethod.Post, "/sign-in", fields, ("X-Forwarded-For", from));
    }

    static async Task<string> FromAsync(Browser browser, params (string, string)[] headers) =>
        await browser.ReadAsync(await browser.SendAsync(HttpMethod.Get, "/from", [], headers));
}
