using System.Net;
using System.Text.RegularExpressions;
using BloxOs.Web.Accounts;
using BloxOs.Web.Secrets;
using BloxOs.Web.Tests.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Accounts;

public sealed class SecondFactorTests
{
    const string Page = "/account/second-factor";

    [Fact, Trait("check", "8"), Trait("bad-input", "91")]
    public async Task A_code_is_asked_for_after_the_password_and_taken_once()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var (mine, seed, _) = await SetUpAsync(host);
        using var _ = mine;
        using var browser = host.Browse();
        Assert.Equal("/sign-in/code?returnUrl=%2Fwho", (await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password, "/sign-in?returnUrl=%2Fwho")).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/who")).StatusCode);

        host.Time.Advance(TimeSpan.FromSeconds(60));   // past the code that turned it on
        var code = OneTimeCode.At(seed, host.Time.GetUtcNow());
        var typed = string.Concat(code.Select(static digit => (char)('\u0660' + (digit - '0')))).Insert(3, " ");
        Assert.Equal("/who", (await EnterAsync(browser, typed, "?returnUrl=%2Fwho")).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/who")).StatusCode);

        using var thief = host.Browse();
        await thief.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        Assert.Equal(HttpStatusCode.BadRequest, (await EnterAsync(thief, code)).StatusCode);
    }

    [Fact, Trait("check", "8"), Trait("bad-input", "91")]
    public async Task Five_wrong_codes_make_even_the_right_one_wait()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var (mine, seed, _) = await SetUpAsync(host);
        using var _ = mine;
        using var browser = host.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        foreach (var wrong in new[] { "000000", "12345", "", "abcdef", new string('1', 4000) })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await EnterAsync(browser, wrong)).StatusCode);
        }
        host.Time.Advance(TimeSpan.FromSeconds(90));
        var refused = await EnterAsync(browser, OneTimeCode.At(seed, host.Time.GetUtcNow()));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 300);

        host.Time.Advance(TimeSpan.FromMinutes(5));
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        Assert.Equal("/", (await EnterAsync(browser, OneTimeCode.At(seed, host.Time.GetUtcNow()))).Headers.Location?.OriginalString);
    }

    [Fact, Trait("check", "33")]
    public async Task A_seed_under_an_old_key_is_encrypted_anew_when_it_is_used_and_its_codes_stay_used()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var (mine, seed, _) = await SetUpAsync(host);
        using var _ = mine;
        var before = (await SignInTests.AccountAsync(host)).AuthenticatorKey;
        await NewKeyRing.FollowAsync(host, SecretKind.TotpSeed, before!);

        host.Time.Advance(TimeSpan.FromSeconds(60));
        using var browser = host.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        var code = OneTimeCode.At(seed, host.Time.GetUtcNow());
        Assert.Equal("/", (await EnterAsync(browser, code)).Headers.Location?.OriginalString);
        var after = (await SignInTests.AccountAsync(host)).AuthenticatorKey!;
        Assert.NotEqual(before, after);
        Assert.Equal(seed, host.Services.GetRequiredService<ISecretBox>().Unprotect(SecretKind.TotpSeed, after, out bool isOld));
        Assert.False(isOld);
        using var thief = host.Browse();
        await thief.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        Assert.Equal(HttpStatusCode.BadRequest, (await EnterAsync(thief, code)).StatusCode);
    }

    [Fact, Trait("check", "9")]
    public async Task Ten_recovery_codes_of_eighty_bits_work_once_each_and_are_stored_hashed()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var (mine, _, codes) = await SetUpAsync(host);
        using var _ = mine;
        Assert.Equal(10, codes.Distinct().Count());
        Assert.All(codes, static code => Assert.Matches("^([a-z2-9]{4}-){3}[a-z2-9]{4}$", code));
        var stored = (await SignInTests.AccountAsync(host)).RecoveryCodes;
        Assert.DoesNotContain(stored, one => codes.Contains(one));

        using var browser = host.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        Assert.Equal("/", (await EnterAsync(browser, codes[0].ToUpperInvariant().Replace('-', ' '))).Headers.Location?.OriginalString);
        Assert.Equal(9, (await SignInTests.AccountAsync(host)).RecoveryCodes.Length);
        using var again = host.Browse();
        await again.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        Assert.Equal(HttpStatusCode.BadRequest, (await EnterAsync(again, codes[0])).StatusCode);
    }

    [Fact, Trait("check", "9")]
    public async Task A_new_password_by_link_does_not_skip_the_second_step()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var (mine, _, _) = await SetUpAsync(host);
        using var admin = mine;
        var path = await PeopleTests.LinkAsync(admin, $"/admin/users/{(await SignInTests.AccountAsync(host)).UserId}", "ResetLink");
        using var browser = host.Browse();
        await browser.SubmitAsync(path, path, ("Password", "seven paper boats upstream"));
        Assert.StartsWith("/sign-in/code", (await browser.SignInAsync(AccountsHost.Email, "seven paper boats upstream")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/who")).StatusCode);
    }

    [Fact, Trait("check", "8"), Trait("check", "33")]
    public async Task The_seed_has_160_bits_is_stored_encrypted_and_shown_as_a_picture_without_style()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var mine = await SessionTests.SignedInAsync(host);
        Assert.Equal(HttpStatusCode.NotFound, (await mine.GetAsync(Page + "?handler=Picture")).StatusCode);
        await mine.SubmitAsync(Page, Page + "?handler=Start");
        var seed = Seed(await mine.ReadAsync(await mine.GetAsync(Page)));
        Assert.True(seed.Length * 5 >= 160);
        Assert.DoesNotContain(seed, (await SignInTests.AccountAsync(host)).AuthenticatorKey, StringComparison.OrdinalIgnoreCase);

        var picture = await mine.GetAsync(Page + "?handler=Picture");
        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType?.MediaType);
        var svg = await mine.ReadAsync(picture);
        Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("style", svg, StringComparison.Ordinal);
        // Until a code confirms it, the password is enough.
        Assert.Equal(HttpStatusCode.BadRequest, (await mine.SubmitAsync(Page, Page + "?handler=On", ("Code", "000000"))).StatusCode);
        using var browser = host.Browse();
        Assert.Equal("/", (await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password)).Headers.Location?.OriginalString);
    }

    [Fact, Trait("check", "10"), Trait("check", "13")]
    public async Task Turning_it_on_or_off_needs_a_fresh_password_and_ends_other_sessions()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var other = await SessionTests.SignedInAsync(host);
        var (mine, _, _) = await SetUpAsync(host);
        using var _ = mine;
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("/who")).StatusCode);
        var late = Browser.Token(await mine.ReadAsync(await mine.GetAsync(Page)));
        host.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.StartsWith("/account/confirm", (await mine.PostAsync(Page + "?handler=Off", ("__RequestVerificationToken", late))).Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.True((await SignInTests.AccountAsync(host)).TwoFactorEnabled);

        await mine.SubmitAsync("/account/confirm", "/account/confirm", ("Password", AccountsHost.Password));
        await mine.SubmitAsync(Page, Page + "?handler=Off");
        var off = await SignInTests.AccountAsync(host);
        Assert.Equal((false, null), (off.TwoFactorEnabled, off.AuthenticatorKey));
        Assert.Empty(off.RecoveryCodes);
    }

    [Fact, Trait("check", "13")]
    public async Task The_second_step_is_over_after_five_minutes_and_when_the_password_changed()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var (mine, _, codes) = await SetUpAsync(host);
        using var _ = mine;
        using var browser = host.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        var form = Browser.Token(await browser.ReadAsync(await browser.GetAsync("/sign-in/code")));
        await SignInTests.ChangeAsync(host, static account => account with { SecurityStamp = SecurityStamp.New() });
        Assert.StartsWith("/sign-in", (await browser.PostAsync("/sign-in/code", ("Code", codes[0]), ("__RequestVerificationToken", form))).Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/who")).StatusCode);

        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        host.Time.Advance(SecondStepCookie.Life + TimeSpan.FromSeconds(1));
        Assert.Equal("/sign-in", (await browser.GetAsync("/sign-in/code")).Headers.Location?.OriginalString);
    }

    /// <summary>The vectors of RFC 6238, appendix B, cut to six digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void A_code_is_made_as_the_standard_says(long seconds, string code)
    {
        const string seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Assert.Equal(code, OneTimeCode.At(seed, at));
        Assert.Equal(seconds / 30, OneTimeCode.FindStep(seed, code, at.AddSeconds(30)));
        Assert.Equal(seconds / 30, OneTimeCode.FindStep(seed, $" {code[..3]}-{code[3..]} ", at.AddSeconds(-30)));
        Assert.Null(OneTimeCode.FindStep(seed, code, at.AddSeconds(90)));
        Assert.Null(OneTimeCode.FindStep(seed, code + "0", at));
    }

    static async Task<(Browser Mine, string Seed, List<string> Codes)> SetUpAsync(AccountsHost host)
    {
        var mine = await SessionTests.SignedInAsync(host);
        await mine.SubmitAsync(Page, Page + "?handler=Start");
        var seed = Seed(await mine.ReadAsync(await mine.GetAsync(Page)));
        var on = await mine.SubmitAsync(Page, Page + "?handler=On", ("Code", OneTimeCode.At(seed, host.Time.GetUtcNow())));
        var shown = Regex.Match(await mine.ReadAsync(on), "<pre id=\"codes\"[^>]*>([^<]+)</pre>").Groups[1].Value;
        return (mine, seed, [.. WebUtility.HtmlDecode(shown).Split('\n')]);
    }

    static Task<HttpResponseMessage> EnterAsync(Browser browser, string code, string query = "") =>
        browser.SubmitAsync("/sign-in/code" + query, "/sign-in/code" + query, ("Code", code));

    static string Seed(string page) => Regex.Match(page, "<code id=\"seed\">([A-Z2-7 ]+)</code>").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
}
