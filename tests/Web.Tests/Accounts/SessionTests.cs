using System.Net;
using BloxOs.Web.Accounts;

namespace BloxOs.Web.Tests.Accounts;

public sealed class SessionTests
{
    [Fact, Trait("check", "15")]
    public async Task The_cookie_has_the_flags_of_its_scheme()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var plain = host.Browse();
        using var secure = host.BrowseSecurely();

        var overHttp = Cookie(await plain.SignInAsync(AccountsHost.Email, AccountsHost.Password), "bloxos=");
        var overHttps = Cookie(await secure.SignInAsync(AccountsHost.Email, AccountsHost.Password), "__Host-bloxos=");

        foreach (var cookie in new[] { overHttp, overHttps })
        {
            Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        }
        Assert.DoesNotContain("; secure", overHttp, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; secure", overHttps, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await secure.GetAsync("/who")).StatusCode);
    }

    [Fact, Trait("check", "15")]
    public async Task The_cookies_of_forms_and_of_the_second_step_have_the_flags_of_their_scheme()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        await SignInTests.ChangeAsync(host, static account => account with { TwoFactorEnabled = true, AuthenticatorKey = "x" });
        using var plain = host.Browse();
        using var secure = host.BrowseSecurely();
        foreach (var (browser, prefix) in new[] { (plain, ""), (secure, "__Host-") })
        {
            var form = Cookie(await browser.GetAsync("/sign-in"), prefix + "bloxos-form=");
            var second = Cookie(await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password), prefix + "bloxos-second=");
            foreach (var cookie in new[] { form, second })
            {
                Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
                Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
                Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
                Assert.Equal(prefix != "", cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    [Fact, Trait("check", "12")]
    public async Task A_session_ends_after_twelve_idle_hours()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = await SignedInAsync(host);
        host.Time.Advance(TimeSpan.FromHours(11.9));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/who")).StatusCode);
        host.Time.Advance(TimeSpan.FromHours(11.9));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/who")).StatusCode);
        host.Time.Advance(TimeSpan.FromHours(12.1));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/who")).StatusCode);
    }

    [Fact, Trait("check", "12")]
    public async Task A_session_ends_after_thirty_days_though_it_is_used()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = await SignedInAsync(host);
        for (var hours = 0; hours + 10 < SessionCookie.Longest.TotalHours; hours += 10)
        {
            host.Time.Advance(TimeSpan.FromHours(10));
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/who")).StatusCode);
        }
        host.Time.Advance(TimeSpan.FromHours(10));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/who")).StatusCode);
    }

    [Fact, Trait("check", "13")]
    public async Task Another_stamp_or_a_disabled_account_ends_sessions_at_once()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = await SignedInAsync(host);
        await SignInTests.ChangeAsync(host, static account => account with { SecurityStamp = SecurityStamp.New() });
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/who")).StatusCode);

        using var again = await SignedInAsync(host);
        await SignInTests.ChangeAsync(host, static account => account with { LockoutEnd = DateTimeOffset.MaxValue });
        Assert.Equal(HttpStatusCode.Redirect, (await again.GetAsync("/who")).StatusCode);
    }

    [Fact, Trait("check", "51")]
    public async Task When_the_store_does_not_answer_it_is_503_and_never_nobody()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = await SignedInAsync(host);
        await host.StopSiloAsync();

        var page = await browser.GetAsync("/who");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.NotNull(page.Headers.RetryAfter);
        using var other = host.Browse();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await other.SignInAsync(AccountsHost.Email, AccountsHost.Password)).StatusCode);
    }

    internal static async Task<Browser> SignedInAsync(AccountsHost host)
    {
        var browser = host.Browse();
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password)).StatusCode);
        return browser;
    }

    static string Cookie(HttpResponseMessage answer, string start) =>
        Assert.Single(answer.Headers.GetValues("Set-Cookie"), one => one.StartsWith(start, StringComparison.Ordinal));
}
