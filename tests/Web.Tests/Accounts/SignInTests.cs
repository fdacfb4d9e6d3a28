using System.Net;
using BloxOs.Grains.Users;
using BloxOs.Web.Accounts;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Tests.Accounts;

public sealed class SignInTests(SharedHost shared) : IClassFixture<SharedHost>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("check", "52")]
    public async Task A_person_signs_in_and_out_and_the_way_back_is_kept()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();

        Assert.Equal("/sign-in?returnUrl=%2Fwho", (await browser.GetAsync("/who")).Headers.Location?.PathAndQuery);
        var signedIn = await browser.SignInAsync("  MARA@example.org ", AccountsHost.Password, "/sign-in?returnUrl=%2Fwho");
        Assert.Equal("/who", signedIn.Headers.Location?.OriginalString);
        Assert.Equal("Demo", await browser.ReadAsync(await browser.GetAsync("/who")));

        var token = Browser.Token(await browser.ReadAsync(await browser.GetAsync("/form")));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/sign-out", ("nothing", ""))).StatusCode);
        Assert.Equal("Demo", await browser.ReadAsync(await browser.GetAsync("/who")));
        var signedOut = await browser.PostAsync("/sign-out", ("__RequestVerificationToken", token));
        Assert.Equal("/sign-in", signedOut.Headers.Location?.OriginalString);
        Assert.Equal("\"cache\", \"storage\"", Assert.Single(signedOut.Headers.GetValues("Clear-Site-Data")));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/who")).StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/sign-out")]
    public async Task A_way_back_to_elsewhere_is_not_taken(string returnUrl)
    {
        var host = shared.Host;
        using var browser = host.Browse();
        var answer = await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password, "/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact, Trait("check", "6")]
    public async Task Unknown_wrong_and_disabled_are_answered_with_the_same_page()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var unknown = await FailAsync(host, "nobody@example.org", AccountsHost.Password);
        var wrong = await FailAsync(host, AccountsHost.Email, "not the password at all");
        await ChangeAsync(host, static account => account with { LockoutEnd = DateTimeOffset.MaxValue });
        var disabled = await FailAsync(host, AccountsHost.Email, AccountsHost.Password);

        Assert.Contains("E-mail or password is wrong.", wrong, StringComparison.Ordinal);
        Assert.Matches("<input[^>]* type=\"password\"[^>]* autofocus", wrong);   // it is the password that is typed again
        Assert.DoesNotMatch("<input[^>]* type=\"email\"[^>]* autofocus", wrong);
        Assert.Equal(wrong, unknown.Replace("nobody@example.org", AccountsHost.Email, StringComparison.Ordinal));
        Assert.Equal(wrong, disabled);
    }

    [Fact, Trait("check", "5")]
    public async Task Five_wrong_tries_make_the_next_wait_for_known_and_unknown_addresses_alike_and_time_forgives()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        foreach (var email in new[] { AccountsHost.Email, "nobody@example.org" })
        {
            for (var tries = 0; tries < 5; tries++)
            {
                Assert.Equal(HttpStatusCode.BadRequest, (await browser.SignInAsync(email, "not the password at all")).StatusCode);
            }
            var refused = await browser.SignInAsync(email, AccountsHost.Password);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
        }

        host.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password)).StatusCode);
    }

    [Fact, Trait("check", "5")]
    public async Task One_network_address_is_stopped_over_many_accounts()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        // Addresses that cannot exist cost no hash and count all the same.
        for (var tries = 0; tries < AddressLimit.MaxFailures; tries++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.SignInAsync($"no address {tries}", "x")).StatusCode);
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password)).StatusCode);
        host.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password)).StatusCode);
    }

    [Fact, Trait("check", "16"), Trait("bad-input", "93"), Trait("bad-input", "90")]
    public async Task A_form_without_its_token_and_a_body_without_end_are_refused()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/sign-in", ("Email", AccountsHost.Email), ("Password", AccountsHost.Password))).StatusCode);
        var huge = await browser.SignInAsync(AccountsHost.Email, new string('x', 1_000_000));
        Assert.True(huge.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, huge.StatusCode.ToString());
    }

    [Fact, Trait("check", "3"), Trait("bad-input", "90")]
    public async Task A_password_is_compared_exactly()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        foreach (var near in new[] { AccountsHost.Password + " ", " " + AccountsHost.Password, AccountsHost.Password + "\0", AccountsHost.Password.ToUpperInvariant() })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.SignInAsync(AccountsHost.Email, near)).StatusCode);
        }
    }

    [Fact, Trait("check", "1")]
    public async Task A_hash_has_the_floor_of_iterations_and_a_weaker_one_is_made_anew_at_the_next_sign_in()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync(quickHashes: false);
        var weak = new PasswordHasher<Account>(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 10_000 }));
        await ChangeAsync(host, account => account with { PasswordHash = weak.HashPassword(null!, AccountsHost.Password) });

        using var browser = host.Browse();
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password)).StatusCode);
        Assert.Equal("Demo", await browser.ReadAsync(await browser.GetAsync("/who")));

        // Identity's format 3: marker, then the pseudorandom function (2 is HMAC-SHA512), then the iterations, each big endian.
        var hash = Convert.FromBase64String((await AccountAsync(host)).PasswordHash!);
        Assert.Equal(1, hash[0]);
        Assert.Equal(2u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1)));
        Assert.True(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)) >= 220_000);
    }

    [Fact, Trait("check", "2")]
    public async Task More_hashes_than_cores_and_queue_are_sent_away()
    {
        using var work = new PasswordWork(cores: 1);
        var inside = await work.EnterAsync(Cancellation);
        var waiting = Enumerable.Range(0, 4).Select(_ => work.EnterAsync(Cancellation)).ToList();
        Assert.Null(await work.EnterAsync(Cancellation));

        inside!.Dispose();
        foreach (var next in waiting)
        {
            var place = await next;
            Assert.NotNull(place);
            place.Dispose();
        }
    }

    static async Task<string> FailAsync(AccountsHost host, string email, string password)
    {
        using var browser = host.Browse();
        var answer = await browser.SignInAsync(email, password);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await browser.ReadAsync(answer);
        return page.Replace(Browser.Token(page), "", StringComparison.Ordinal);
    }

    internal static async Task<UserAccount> AccountAsync(AccountsHost host)
    {
        var userId = await host.Grains.GetGrain<IEmailGrain>(AccountsHost.Email).FindUser();
        return (await host.Grains.GetGrain<IUserGrain>(userId!).Find())!;
    }

    internal static async Task ChangeAsync(AccountsHost host, Func<UserAccount, UserAccount> change)
    {
        var account = await AccountAsync(host);
        Assert.Equal(UserOutcome.Done, await host.Grains.GetGrain<IUserGrain>(account.UserId).Save(change(account)));
    }
}
