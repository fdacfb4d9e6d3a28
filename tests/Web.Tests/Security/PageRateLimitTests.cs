using System.Net;
using BloxOs.Web.Api;
using BloxOs.Web.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Security;

public sealed class PageRateLimitTests
{
    /// <summary>A minute for each, so that none comes back while the test runs.</summary>
    const int Most = 5;

    [Fact, Trait("check", "24")]
    public async Task Who_sends_forms_too_often_is_told_how_long_to_wait_and_nobody_else_is()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync(before: static services => services.AddSingleton(new ApiRateTable { Page = new(Most, TimeSpan.FromMinutes(60 * Most)) }));
        await host.AddPersonAsync("jon@example.org");
        using var owner = await SessionTests.SignedInAsync(host);
        using var jon = host.Browse();
        Assert.Equal(HttpStatusCode.Redirect, (await jon.SignInAsync("jon@example.org", AccountsHost.Password)).StatusCode);
        for (int i = 0; i < Most; i++) { Assert.NotEqual(HttpStatusCode.TooManyRequests, (await owner.SubmitAsync("/account", "/account?handler=Look", ("theme", "light"))).StatusCode); }

        owner.Client.DefaultRequestHeaders.Referrer = new Uri(owner.Client.BaseAddress!, "/account?theme=\"");
        using var refused = await owner.SubmitAsync("/account", "/account?handler=Look", ("theme", "dark"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 3_600);
        string told = await owner.ReadAsync(refused);
        Assert.Contains("Too many tries", told, StringComparison.Ordinal);
        Assert.Contains("href=\"/account?theme=%22\">Back</a>", told, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/account")).StatusCode);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await jon.SubmitAsync("/account", "/account?handler=Look", ("theme", "light"))).StatusCode);
    }
}
