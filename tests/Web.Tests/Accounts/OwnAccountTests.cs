using System.Net;
using System.Text.RegularExpressions;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Accounts;

namespace BloxOs.Web.Tests.Accounts;

public sealed class OwnAccountTests
{
    const string NewPassword = "seven paper boats upstream";

    [Fact, Trait("check", "14"), Trait("check", "11")]
    public async Task A_person_sees_the_browsers_and_ends_one()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var mine = await SessionTests.SignedInAsync(host);
        using var lost = await SessionTests.SignedInAsync(host);
        var page = await mine.ReadAsync(await mine.GetAsync("/account/sessions"));
        Assert.Equal(2, Ids(page).Count);
        Assert.All(Ids(page), static id => Assert.True(OpaqueId.IsValid(id)));
        Assert.Contains("127.0.0.1", page, StringComparison.Ordinal);

        var other = Ids(page).Single(id => !Row(page, id).Contains("this one", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Redirect, (await mine.SubmitAsync("/account/sessions", "/account/sessions?handler=End", ("sessionId", other))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await lost.GetAsync("/who")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync("/who")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await mine.SubmitAsync("/account/sessions", "/account/sessions?handler=End", ("sessionId", OpaqueId.New()))).StatusCode);
    }

    [Fact]
    public async Task The_look_of_a_browser_is_chosen_and_kept_and_nothing_else_is_taken()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var mine = await SessionTests.SignedInAsync(host);
        async Task<string> HtmlTag() => Regex.Match(await mine.ReadAsync(await mine.GetAsync("/account")), "<html[^>]*>").Value;
        string first = await HtmlTag();
        Assert.Contains("data-theme=\"dark\"", first, StringComparison.Ordinal);
        Assert.DoesNotContain("roomy", first, StringComparison.Ordinal);
        Assert.DoesNotContain("open", first, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await mine.SubmitAsync("/account", "/account?handler=Look", ("theme", "light"), ("rows", "roomy"), ("rail", "open"))).StatusCode);
        foreach ((string Name, string Value)[] wrong in ((string, string)[][])[[("rows", "huge"), ("theme", "dark")], [("rail", "\" onload=\"x")], []])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await mine.SubmitAsync("/account", "/account?handler=Look", wrong)).StatusCode);
        }
        string then = await HtmlTag();
        foreach (string mark in (string[])["data-theme=\"light\"", "data-density=\"roomy\"", "data-rail=\"open\""]) { Assert.Contains(mark, then, StringComparison.Ordinal); }
        await mine.SubmitAsync("/account", "/account?handler=Look", ("theme", "system"));
        then = await HtmlTag();
        Assert.Contains("data-theme=\"\"", then, StringComparison.Ordinal);
        Assert.Contains("data-density=\"roomy\"", then, StringComparison.Ordinal);
    }

    [Fact, Trait("check", "13"), Trait("check", "14")]
    public async Task Signing_out_everywhere_ends_this_browser_too_and_the_others_only_leaves_it()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var mine = await SessionTests.SignedInAsync(host);
        using var other = await SessionTests.SignedInAsync(host);
        await mine.SubmitAsync("/account/sessions", "/account/sessions?handler=Others");
        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync("/who")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("/who")).StatusCode);

        using var third = await SessionTests.SignedInAsync(host);
        await mine.SubmitAsync("/account/sessions", "/account/sessions?handler=Everywhere");
        Assert.Equal(HttpStatusCode.Redirect, (await mine.GetAsync("/who")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await third.GetAsync("/who")).StatusCode);
    }

    [Fact, Trait("check", "11"), Trait("check", "13")]
    public async Task A_cookie_that_was_copied_before_the_sign_out_is_dead_after_it()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var mine = await SessionTests.SignedInAsync(host);
        using var thief = host.Browse();
        thief.Cookies.Add(mine.Cookies.GetAllCookies());
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/who")).StatusCode);

        await mine.SubmitAsync("/account", "/sign-out");
        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/who")).StatusCode);
    }

    [Fact, Trait("check", "13"), Trait("check", "11")]
    public async Task Another_password_needs_the_present_one_and_ends_every_other_session()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var mine = await SessionTests.SignedInAsync(host);
        using var other = await SessionTests.SignedInAsync(host);
        using var old = host.Browse();
        old.Cookies.Add(mine.Cookies.GetAllCookies());

        Assert.Equal(HttpStatusCode.BadRequest, (await ChangeAsync(mine, "not the password", NewPassword)).StatusCode);
        var weak = await ChangeAsync(mine, AccountsHost.Password, "mara example org");
        Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode);
        Assert.Contains("guessed first", await mine.ReadAsync(weak), StringComparison.Ordinal);
        Assert.Equal("/account?done=password", (await ChangeAsync(mine, AccountsHost.Password, NewPassword)).Headers.Location?.OriginalString);

        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync("/who")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("/who")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await old.GetAsync("/who")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Browse().SignInAsync(AccountsHost.Email, AccountsHost.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await host.Browse().SignInAsync(AccountsHost.Email, NewPassword)).StatusCode);
    }

    [Fact, Trait("check", "10")]
    public async Task Another_address_needs_a_password_that_was_entered_within_ten_minutes()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var mine = await SessionTests.SignedInAsync(host);
        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync("/account/email")).StatusCode);
        var late = Browser.Token(await mine.ReadAsync(await mine.GetAsync("/account/email")));
        host.Time.Advance(TimeSpan.FromMinutes(11));
        const string confirm = "/account/confirm?returnUrl=%2Faccount%2Femail";
        Assert.Equal(confirm, (await mine.GetAsync("/account/email")).Headers.Location?.OriginalString);
        Assert.Equal(confirm, (await mine.PostAsync("/account/email", ("Email", "new@example.org"), ("__RequestVerificationToken", late))).Headers.Location?.OriginalString);
        // Another name is no proof.
        await mine.SubmitAsync("/account", "/account", ("DisplayName", "Mara L."));
        Assert.Equal(confirm, (await mine.GetAsync("/account/email")).Headers.Location?.OriginalString);

        using var old = host.Browse();
        old.Cookies.Add(mine.Cookies.GetAllCookies());
        Assert.Equal(HttpStatusCode.BadRequest, (await mine.SubmitAsync(confirm, confirm, ("Password", "not the password"))).StatusCode);
        Assert.Equal("/account/email", (await mine.SubmitAsync(confirm, confirm, ("Password", AccountsHost.Password))).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await old.GetAsync("/who")).StatusCode);

        Assert.Equal("/account?done=email", (await mine.SubmitAsync("/account/email", "/account/email", ("Email", " New@example.org "))).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync("/who")).StatusCode);
        Assert.Null(await host.Grains.GetGrain<IEmailGrain>(AccountsHost.Email).FindUser());
        Assert.Equal(HttpStatusCode.Redirect, (await host.Browse().SignInAsync("new@example.org", AccountsHost.Password)).StatusCode);
    }

    [Fact]
    public async Task Another_name_shows_at_once_and_a_bad_one_is_told_of()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var mine = await SessionTests.SignedInAsync(host);
        Assert.Equal(HttpStatusCode.BadRequest, (await mine.SubmitAsync("/account", "/account", ("DisplayName", "\u202Emara"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await mine.SubmitAsync("/account", "/account", ("DisplayName", "<b>Mara</b>"))).StatusCode);
        Assert.Equal("<b>Mara</b>", await mine.ReadAsync(await mine.GetAsync("/who")));
        Assert.DoesNotContain("<b>Mara</b>", await mine.ReadAsync(await mine.GetAsync("/account")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1", "Safari on iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36", "Chrome on Android")]
    [InlineData("<script>", "Unknown browser")]
    [InlineData(null, "Unknown browser")]
    public void A_browser_is_named_as_people_know_it(string? userAgent, string name) => Assert.Equal(name, BrowserName.Of(userAgent));

    static Task<HttpResponseMessage> ChangeAsync(Browser browser, string current, string next) =>
        browser.SubmitAsync("/account/password", "/account/password", ("Current", current), ("Next", next));

    static List<string> Ids(string page) => [.. Regex.Matches(page, "name=\"sessionId\" value=\"([^\"]+)\"").Select(static one => one.Groups[1].Value)];

    static string Row(string page, string id) => page.Split("<tr>").Single(row => row.Contains(id, StringComparison.Ordinal));
}
