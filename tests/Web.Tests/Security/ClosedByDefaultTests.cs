using System.Net;
using BloxOs.Web.Tests.Accounts;

namespace BloxOs.Web.Tests.Security;

public sealed class ClosedByDefaultTests
{
    /// <summary>Put there by the test host, to see the fallback at work.</summary>
    const string Undeclared = "/undeclared";

    [Fact, Trait("check", "35"), Trait("check", "51")]
    public async Task What_says_nothing_is_closed()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(Undeclared)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/not-there")).StatusCode);
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(Undeclared)).StatusCode);
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_told_in_the_way_of_his_request()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        var fragment = await browser.SendAsync(HttpMethod.Get, "/who", [], ("HX-Request", "true"));
        Assert.Equal(HttpStatusCode.Unauthorized, fragment.StatusCode);
        Assert.Equal("/sign-in", Assert.Single(fragment.Headers.GetValues("HX-Redirect")));

        browser.Client.DefaultRequestHeaders.Accept.Clear();
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/who")).StatusCode);
    }
}
