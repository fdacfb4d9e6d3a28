using System.Net;
using BloxOs.Web.Tests.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Security;

public sealed class EndpointPolicyTests
{
    /// <summary>Put there by the test host, to see the fallback at work.</summary>
    const string Undeclared = "/undeclared";

    /// <summary>The framework adds it beside static files when a program runs from its build folder; the fallback closes it.</summary>
    const string BuildFolderFiles = "{**path:file}";

    [Fact]
    public async Task Every_endpoint_says_who_may_call_it()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.Contains(endpoints, static one => one.RoutePattern.RawText?.Trim('/') == "sign-in");

        var silent = endpoints.Where(static one => !SaysWho(one)).Select(static one => one.RoutePattern.RawText).ToList();
        Assert.Equal([Undeclared], silent.Where(static one => one != BuildFolderFiles));
    }

    [Fact]
    public async Task What_says_nothing_is_closed()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(Undeclared)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/not-there")).StatusCode);
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

    static bool SaysWho(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        || endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null
        || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null;
}
