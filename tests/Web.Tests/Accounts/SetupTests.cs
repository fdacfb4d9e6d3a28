using System.Net;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Users;
using BloxOs.TestServers;

namespace BloxOs.Web.Tests.Accounts;

public sealed class SetupTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("check", "7")]
    public async Task The_owner_is_made_with_the_code_and_is_signed_in_then_the_setup_is_gone()
    {
        await using var host = await AccountsHost.StartAsync();
        var code = await host.AnnounceAsync();
        using var browser = host.Browse();

        Assert.Equal("/setup", (await browser.GetAsync("/sign-in")).Headers.Location?.OriginalString);
        var proof = await browser.SubmitAsync("/setup", "/setup?handler=Code", ("Form.Code", code.ToLowerInvariant().Replace('-', ' ')));
        Assert.Equal(HttpStatusCode.OK, proof.StatusCode);
        Assert.Contains("Make the owner", await browser.ReadAsync(proof), StringComparison.Ordinal);

        var made = await browser.SubmitAsync("/setup", "/setup?handler=Owner", Owner(code));
        Assert.Equal("/", made.Headers.Location?.OriginalString);
        Assert.Equal("Mara Lindqvist", await browser.ReadAsync(await browser.GetAsync("/who")));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/setup")).StatusCode);
        Assert.Null(await host.SetupCode.AnnounceAsync(Cancellation));

        var userId = await host.Grains.GetGrain<IEmailGrain>(AccountsHost.Email).FindUser();
        var farmId = Assert.Single(await host.Grains.GetGrain<IUserGrain>(userId!).GetFarms());
        Assert.Equal(FarmLevel.Owner, (await host.Grains.GetGrain<IFarmGrain>(farmId).MembershipOf(userId!)).Level);
    }

    [Fact]
    public async Task Of_racing_posts_one_makes_the_owner()
    {
        await using var host = await AccountsHost.StartAsync();
        var code = await host.AnnounceAsync();
        var browsers = Enumerable.Range(0, 4).Select(_ => host.Browse()).ToList();
        var tokens = await Task.WhenAll(browsers.Select(async one => Browser.Token(await one.ReadAsync(await one.GetAsync("/setup")))));

        var answers = await Task.WhenAll(browsers.Select((one, number) => one.PostAsync(
            "/setup?handler=Owner", [.. Owner(code, $"owner{number}@example.org"), ("__RequestVerificationToken", tokens[number])])));

        Assert.Single(answers, static one => one.StatusCode == HttpStatusCode.Redirect);
        Assert.Equal(3, answers.Count(static one => one.StatusCode == HttpStatusCode.NotFound));
        var owners = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => host.Grains.GetGrain<IEmailGrain>($"owner{number}@example.org").FindUser()));
        Assert.Single(owners, static one => one is not null);
        browsers.ForEach(static one => one.Dispose());
    }

    [Fact, Trait("check", "7")]
    public async Task Ten_wrong_tries_use_a_code_up_and_the_console_shows_a_new_one()
    {
        await using var host = await AccountsHost.StartAsync();
        var code = await host.AnnounceAsync();
        using var browser = host.Browse();
        for (var tries = 0; tries < 10; tries++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await TryAsync(browser, "AAAA-BBBB-CCCC")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await TryAsync(browser, code)).StatusCode);
        var renewed = AccountsHost.CodeIn(host.Console.ToString());
        Assert.NotEqual(code, renewed);
        Assert.Equal(HttpStatusCode.OK, (await TryAsync(browser, renewed)).StatusCode);
    }

    [Fact, Trait("check", "7")]
    public async Task An_expired_code_is_dead_and_a_new_one_is_printed()
    {
        await using var host = await AccountsHost.StartAsync();
        var code = await host.AnnounceAsync();
        using var browser = host.Browse();
        host.Time.Advance(TimeSpan.FromMinutes(61));

        Assert.Contains("expired", await browser.ReadAsync(await TryAsync(browser, code)), StringComparison.Ordinal);
        var renewed = AccountsHost.CodeIn(host.Console.ToString());
        Assert.Equal(HttpStatusCode.OK, (await TryAsync(browser, renewed)).StatusCode);
    }

    [Fact]
    public async Task Weak_passwords_and_bad_fields_are_told_beside_the_field_and_nothing_is_made()
    {
        await using var host = await AccountsHost.StartAsync();
        var code = await host.AnnounceAsync();
        using var browser = host.Browse();

        var answer = await browser.SubmitAsync("/setup", "/setup?handler=Owner",
            ("Form.Code", code), ("Form.DisplayName", "Mara"), ("Form.Email", "no address"), ("Form.Password", "password1234"), ("Form.FarmName", "\u202Efarm"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await browser.ReadAsync(answer);
        Assert.Contains("This is no e-mail address.", page, StringComparison.Ordinal);
        Assert.Contains("guessed first", page, StringComparison.Ordinal);
        Assert.Contains("U&#x2B;202E", page, StringComparison.Ordinal);
        Assert.DoesNotContain("password1234", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/setup")).StatusCode);
    }

    [Fact]
    public async Task The_demo_account_closes_the_setup_and_is_made_once()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var demo = (Web.Accounts.IDemoAccount)host.Services.GetService(typeof(Web.Accounts.IDemoAccount))!;
        var first = await demo.EnsureDemoAccountAsync(AccountsHost.Email, "another", "Other farm", Cancellation);
        var second = await demo.EnsureDemoAccountAsync(AccountsHost.Email, "another", "Other farm", Cancellation);
        Assert.Equal(first, second);

        using var browser = host.Browse();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/setup")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password)).StatusCode);
    }

    [Fact]
    public async Task Session_keys_lie_in_the_data_directory_for_its_owner_only()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var browser = host.Browse();
        await browser.SignInAsync(AccountsHost.Email, AccountsHost.Password);

        var keys = new DirectoryInfo(Path.Combine(host.DataDirectory, "keys"));
        await Eventually.Async(() => keys.GetFiles("key-*.xml").Length > 0, cancellation: Cancellation);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, keys.UnixFileMode);
        }
    }

    static Task<HttpResponseMessage> TryAsync(Browser browser, string code) =>
        browser.SubmitAsync("/setup", "/setup?handler=Code", ("Form.Code", code));

    static (string, string)[] Owner(string code, string email = AccountsHost.Email) =>
    [
        ("Form.Code", code), ("Form.DisplayName", "Mara Lindqvist"), ("Form.Email", email),
        ("Form.Password", AccountsHost.Password), ("Form.FarmName", "Garage North"),
    ];
}
